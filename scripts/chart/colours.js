// Tokens as the canvas needs them. A custom property is not resolved until something is painted with it, hence the probe.
const tokens = {
  measured: "--chart-1", area: "--chart-1-soft", compared: "--chart-2", grid: "--chart-grid", zero: "--chart-zero",
  surface: "--surface", axis: "--ink-3", mark: "--ink-2", quiet: "--nodata-edge",
  critical: "--critical-edge", criticalText: "--critical-text", warning: "--warning-edge", warningText: "--warning-text",
};

export function readColours(host) {
  const probe = document.createElement("span");
  host.append(probe);
  const colours = {};
  for (const [name, token] of Object.entries(tokens)) {
    probe.style.color = `var(${token})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  const family = getComputedStyle(host).fontFamily;
  colours.font = `400 11px ${family}`;
  colours.fontStrong = `500 11px ${family}`;
  return colours;
}

// Diagonal hatching: what is not covered.
export function hatch(context, colour, alpha) {
  const tile = Object.assign(document.createElement("canvas"), { width: 6, height: 6 });
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.globalAlpha = alpha;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

const watchers = new Set();
const tell = () => watchers.forEach((watcher) => watcher());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ["data-theme"] });
document.fonts?.ready.then(tell);

export function onThemeChange(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
