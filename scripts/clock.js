// Clocks and distances go on while the page stands open, without a round trip. Only the data of a text node is changed, never
// the node: the circuit keeps hold of it.

// The browser's clock may be wrong: the document carries the server's.
const served = Number(document.documentElement.dataset.now);
const loaded = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
const skew = Math.abs(served - loaded) > 2000 ? served - loaded : 0;
const now = () => Date.now() + skew;

const space = "\u00a0";
const units = [[86400, "d"], [3600, "h"], [60, "min"]];

// The two largest units that are not zero, as the server writes them.
export function age(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))}${space}s`;
  const parts = units.map(([size, unit]) => {
    const amount = Math.floor(seconds / size);
    seconds -= amount * size;
    return [amount, unit];
  });
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map((part) => part.join(space))
    .join(space);
}

function tick() {
  for (const time of document.querySelectorAll("time[data-distance]")) {
    const seconds = (now() - Date.parse(time.dateTime)) / 1000;
    if (!time.firstChild || Number.isNaN(seconds)) continue;
    const distance = age(Math.abs(seconds));
    const text = time.dataset.distance === "age" ? distance : seconds < 0 ? `in ${distance}` : `${distance} ago`;
    if (time.firstChild.data !== text) time.firstChild.data = text;
  }
  for (const clock of document.querySelectorAll("live-clock")) {
    const text = clock.querySelector("time")?.firstChild;
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: clock.getAttribute("zone"), hour: "2-digit", minute: "2-digit" });
    if (text) text.data = format.format(now());
  }
}

tick();
setInterval(tick, 5000);
document.addEventListener("visibilitychange", tick);
