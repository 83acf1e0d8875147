import { write } from "./values.js";

const svg = (inner) => `<svg viewBox="0 0 16 10" aria-hidden="true">${inner}</svg>`;
const line = (css) => svg(`<path class="${css}" d="M0 5h16" fill="none"/>`);
const lineKinds = { page: ["limit limit-page", "pages"], ticket: ["limit limit-ticket", "opens a ticket"], threshold: ["limit limit-page", "threshold"] };
const bandKinds = {
  incident: ['<rect class="band-incident" width="16" height="10"/><rect class="band-incident-edge" width="16" height="2"/>', "incident"],
  correction: ['<rect class="band-correction" width="16" height="10"/><rect class="band-correction-edge" y="8" width="16" height="2"/>', "correction"],
  fired: ['<rect class="band-fire" y="2" width="16" height="6" rx="2"/>', "fires"],
};
const markKinds = {
  deploy: ['<path class="event" d="M3.5 9 8 1.5 12.5 9Z"/>', "deploy"],
  nearly: ['<circle class="event" cx="8" cy="5" r="3.5"/>', "nearly fired"],
};

export function element(tag, css, ...children) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  made.append(...children);
  return made;
}

function entry(picture, text) {
  const item = element("li");
  item.innerHTML = picture; // our own drawings only; whatever comes from outside is set as text
  item.append(text);
  return item;
}

export function legend({ data }, dashOf) {
  const list = element("ul", "legend");
  list.setAttribute("role", "list");
  const kinds = (items, byDefault) => [...new Set(items.map(({ kind }) => kind ?? byDefault))];
  data.series.forEach((series) => {
    const item = entry(line(series.style === "compared" ? "series series-2" : "series"), series.name);
    const dash = dashOf(series);
    if (dash) item.querySelector("path").style.strokeDasharray = dash.join(" ");
    list.append(item);
  });
  for (const kind of kinds(data.lines, "threshold")) list.append(entry(line(lineKinds[kind][0]), lineKinds[kind][1]));
  for (const kind of kinds(data.bands, "incident")) list.append(entry(svg(bandKinds[kind][0]), bandKinds[kind][1]));
  for (const kind of kinds(data.marks, "deploy")) {
    if (markKinds[kind]) list.append(entry(svg(markKinds[kind][0]), markKinds[kind][1]));
  }
  return list;
}

// At most two hundred rows; of more values every n-th, and the caption says so.
export function table({ data, times }, label) {
  const every = Math.ceil(data.t.length / 200);
  const made = element("table", "table");
  const caption = element("caption", "sr", every > 1 ? `${label} Every ${every}th of ${data.t.length} values.` : label);
  const heads = element("tr", "", ...["Time", ...data.series.map(({ name }) => name)].map((text, index) => {
    const head = element("th", index ? "num" : "", text);
    head.scope = "col";
    return head;
  }));
  const rows = [];
  for (let index = data.t.length - 1; index >= 0; index -= every) {
    const time = element("th", "", times.exact(data.t[index]));
    time.scope = "row";
    rows.push(element("tr", "", time, ...data.series.map(({ values }) => element("td", "num", write(values[index], data.unit)))));
  }
  made.append(caption, element("thead", "", heads), element("tbody", "", ...rows));
  const events = [
    ...data.bands.map((band) => [band.from, `${band.title ?? band.label ?? bandKinds[band.kind ?? "incident"][1]}, ${times.exact(band.from)} ${band.to ? `to ${times.exact(band.to)}` : "and still"}`]),
    ...data.marks.map((mark) => [mark.at, `${mark.label}, ${times.exact(mark.at)}`]),
  ];
  const list = element("ul", "chart-events", ...events.sort(([a], [b]) => b - a).map(([, text]) => element("li", "", text)));
  return events.length ? [made, list] : [made];
}

// What stands under the pointer, or under the arrow keys.
export function tip({ data, times }, index, near) {
  const head = element("p", "chart-tip-time", times.exact(data.t[index]));
  const rows = data.series.map((series) => {
    const item = entry(line(series.style === "compared" ? "series series-2" : "series"), series.name);
    item.append(element("b", "num", series.values[index] === null ? "no data" : write(series.values[index], data.unit)));
    return item;
  });
  const list = element("ul", "chart-tip-rows", ...rows);
  return [head, list, ...near.map((text) => element("p", "chart-tip-near", text))];
}

// The same for ears.
export function sentence({ data, times }, index, near) {
  const values = data.series.map(({ name, values }) => `${name} ${values[index] === null ? "no data" : write(values[index], data.unit)}`);
  return [times.exact(data.t[index]), ...values, ...near].join(", ");
}
