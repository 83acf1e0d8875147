import { element } from "./parts.js";

const shapes = {
  deploy: '<svg width="12" height="10" viewBox="-6 -5 12 10" aria-hidden="true"><path class="event" d="M-4.5 3.5 0-4l4.5 7.5Z"/></svg>',
  nearly: '<svg width="12" height="10" viewBox="-6 -5 12 10" aria-hidden="true"><circle class="event" r="3.5"/></svg>',
};

// What lies over the plot as elements and not as pixels, because it can be followed, read and hovered: numbers of incidents,
// names of events, marks in the lane.
export function labels(model, drawing, layer) {
  layer.replaceChildren(...heads(model, drawing, layer), ...marks(model, drawing));
}

function heads({ data, end }, drawing, layer) {
  const heads = [
    ...data.bands.filter(({ label }) => label).map((band) => ({ ...band, at: (band.from + Math.min(band.to ?? end, end)) / 2 })),
    ...data.marks.filter(({ kind }) => kind === "event"),
  ].filter(({ at }) => isInside(drawing, at));
  // From the newest back; where two would lie on each other the older one moves to the left of its line, or goes.
  let free = drawing.right + drawing.layout.edge;
  return heads.sort((a, b) => b.at - a.at).flatMap((head) => {
    const label = link(head, "chart-head", head.label);
    label.title = head.title ?? "";
    layer.append(label);
    const width = label.offsetWidth;
    const at = drawing.x(head.at);
    const left = Math.max(drawing.left - 8, Math.min(at - width / 2, free - width));
    if (left + width > free || left + width < at - 4) return [];
    label.style.left = `${left}px`;
    label.style.top = `${drawing.top - 20}px`;
    free = left;
    return [label];
  });
}

function marks({ data }, drawing) {
  const lane = data.marks.filter((mark) => mark.kind !== "event" && isInside(drawing, mark.at));
  const isRoomy = lane.length <= 2 && lane.every(({ kind }) => kind !== "nearly") && drawing.right - drawing.left > 320;
  return lane.map((mark) => {
    const made = link(mark, "chart-mark");
    made.innerHTML = shapes[mark.kind ?? "deploy"];
    made.title = mark.label;
    made.append(element("span", isRoomy ? "" : "sr", mark.label));
    made.style.left = `${drawing.x(mark.at) - 6}px`;
    made.style.top = `${drawing.bottom + 5}px`;
    if (isRoomy && drawing.x(mark.at) > (drawing.left + drawing.right) / 3) made.classList.add("chart-mark-before");
    return made;
  });
}

const isInside = (drawing, at) => drawing.x(at) >= drawing.left - 1 && drawing.x(at) <= drawing.right + 1;

function link({ href }, css, ...children) {
  const made = element(href ? "a" : "span", css, ...children);
  if (href) made.href = href;
  return made;
}
