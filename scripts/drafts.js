// What somebody typed outlives the circuit: kept in the tab while it is typed, put back after a reload that the portal itself
// asked for (a restarted server, a phone that slept). Fields are found again by their words, since ids are made anew.
const key = () => `draft:${location.pathname}`;
const fields = () => [...document.querySelectorAll("main :is(input, textarea, select)")].filter((field) =>
  !["password", "hidden", "file", "submit"].includes(field.type));
const nameOf = (field) => field.dataset.label ?? field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent.trim() ?? field.placeholder ?? "";

function* named() {
  const seen = new Map();
  for (const field of fields()) {
    const name = nameOf(field) + (field.type === "radio" ? field.value : "");
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    yield [`${name}#${index}`, field];
  }
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => (isTick(field) ? field.checked : field.value);

// Only what differs from what the server sent; an empty draft is none.
const touched = new WeakSet();
document.addEventListener("input", (input) => touched.add(input.target), true);

export function keep() {
  const draft = [...named()].filter(([, field]) => touched.has(field)).map(([name, field]) => [name, valueOf(field)]);
  if (draft.length) sessionStorage.setItem(key(), JSON.stringify(draft));
}

function restore() {
  const draft = new Map(JSON.parse(sessionStorage.getItem(key())));
  sessionStorage.removeItem(key());
  for (const [name, field] of named()) {
    if (!draft.has(name) || draft.get(name) === valueOf(field)) continue;
    if (isTick(field)) field.checked = draft.get(name);
    else field.value = draft.get(name);
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

// The page answers once its circuit has drawn it; before that a change would go nowhere.
function whenLive(then) {
  if (document.querySelector("[data-live]")) return then();
  new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-live]")) return;
    observer.disconnect();
    then();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-live"] });
}

if (sessionStorage.getItem(key())) whenLive(restore);
