import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { Drawing } from "./drawing.js";
import { labels } from "./labels.js";
import { element, legend, sentence, table, tip } from "./parts.js";
import { write } from "./values.js";

const edge = 6; // the last value's dot reaches over the end of the plot
const dashes = [undefined, [2, 3], [8, 3], [8, 3, 2, 3]];

const alone = (values) =>
  values.flatMap((value, at) => (value != null && values[at - 1] == null && values[at + 1] == null ? [at] : []));

function textWidth(context, font, text) {
  context.save();
  context.font = font;
  const { width } = context.measureText(text);
  context.restore();
  return width;
}

// One drawn chart: the plot, what lies over it, the legend and the table. Made anew when data or theme change.
export class ChartPlot {
  onRange = () => {};
  onTable = () => {};
  #zoomed = false;

  constructor(host, model, height, label, hasTable) {
    Object.assign(this, { host, model, height, label });
    this.#makeParts(hasTable);
    this.plot = new uPlot(this.#options(), model.columns, this.canvas);
  }

  destroy() {
    this.plot.destroy();
  }

  fit() {
    const { width } = this.#size();
    if (width > 0 && width !== this.plot.width) this.plot.setSize(this.#size());
  }

  #size() {
    return { width: this.frame.clientWidth + edge, height: this.height };
  }

  #makeParts(hasTable) {
    const { data } = this.model;
    const hasLane = data.marks.some(({ kind }) => kind !== "event") || data.bands.some(({ kind }) => kind === "fired");
    const hasHeads = data.bands.some(({ label }) => label) || data.marks.some(({ kind }) => kind === "event");
    this.drawing = new Drawing(this.model, { edge, lane: hasLane, above: hasHeads ? 22 : 14, below: hasLane ? 46 : 28 });
    this.canvas = element("div", "chart-canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `${this.label} Arrow keys read values.`);
    this.canvas.onkeydown = (key) => this.#step(key);
    this.canvas.onblur = () => this.#leave();
    this.over = element("div", "chart-over");
    this.tip = element("div", "chart-tip");
    this.tip.hidden = true;
    this.tip.setAttribute("aria-hidden", "true");
    this.voice = element("span", "sr");
    this.voice.setAttribute("aria-live", "polite");
    this.rows = element("div", "chart-rows");
    this.frame = element("div", "chart-frame", this.canvas, this.over, this.tip);
    const foot = element("div", "between chart-legend", legend(this.model, this.#dash), this.#toggle(hasTable));
    this.host.replaceChildren(this.frame, this.voice, foot, this.rows);
  }

  // Further lines of the same kind differ by dash, never by colour alone.
  #dash = (series) =>
    series.style === "compared" ? undefined : dashes[this.model.measured.indexOf(series) % dashes.length];

  #options() {
    const { data, colours, axis } = this.model;
    const { above, below } = this.drawing.layout;
    const { hooks } = this.drawing;
    const none = { show: false };
    return {
      ...this.#size(),
      padding: [above, edge, 0, 0],
      legend: none,
      scales: { x: { time: false }, y: { range: () => [axis.low, axis.high], distr: data.scale === "log" ? 3 : 1 } },
      axes: [
        { size: below, gap: 0, splits: () => [], grid: none, ticks: none },
        {
          // As wide as the widest words, so that plots below each other still mostly line up.
          size: (plot, words) => Math.max(40, ...(words ?? []).map((word) => textWidth(plot.ctx, colours.font, word) + 12)),
          gap: 10,
          font: colours.font,
          stroke: colours.axis,
          splits: () => axis.splits,
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map((value) => write(value, data.unit)),
          grid: { stroke: colours.grid, width: 1 },
          ticks: none,
        },
      ],
      series: [{}, ...data.series.map((series) => this.#line(series))],
      cursor: {
        y: false,
        points: { size: 9, width: 2, fill: (_, index) => this.#stroke(data.series[index - 1]), stroke: colours.surface },
        drag: { x: true, y: false, dist: 6 },
        bind: { dblclick: () => () => this.#whole() },
      },
      hooks: {
        ...hooks,
        draw: [...hooks.draw, () => labels(this.model, this.drawing, this.over)],
        setCursor: [({ cursor }) => (cursor.left < 0 ? this.#leave() : this.#point(cursor.idx))],
        setScale: [(plot, key) => key === "x" && this.#ranged(plot.scales.x)],
      },
    };
  }

  #stroke = ({ style }) => (style === "compared" ? this.model.colours.compared : this.model.colours.measured);

  #line(series) {
    const isCompared = series.style === "compared";
    return {
      stroke: this.#stroke(series),
      width: isCompared ? 1.5 : 1.75,
      dash: isCompared ? [5, 3] : this.#dash(series),
      fill: this.model.data.hatchBelowZero && !isCompared ? this.model.colours.area : undefined,
      fillTo: 0,
      // Only where a value stands alone between gaps, and no line would show it.
      points: { show: true, size: 4, fill: this.#stroke(series), filter: (plot, index) => alone(plot.data[index]) },
    };
  }

  // What is within a few pixels of the pointer, in words.
  #near(index) {
    const { data } = this.model;
    const at = data.t[index];
    const reach = (this.plot.scales.x.max - this.plot.scales.x.min) / Math.max(1, this.plot.over.clientWidth) * 8;
    const bands = data.bands.filter(({ from, to }) => at >= from - reach / 2 && at <= (to ?? Infinity));
    const marks = data.marks.filter((mark) => Math.abs(mark.at - at) <= reach);
    return [...bands.map(({ title, label }) => title ?? label), ...marks.map(({ label }) => label)].filter(Boolean);
  }

  #point(index) {
    if (index == null) return this.#leave();
    this.tip.replaceChildren(...tip(this.model, index, this.#near(index)));
    this.tip.hidden = false;
    const x = this.drawing.x(this.model.data.t[index]);
    const width = this.tip.offsetWidth;
    const isLeft = x + 12 + width > this.frame.clientWidth;
    this.tip.style.left = `${Math.max(0, isLeft ? x - 12 - width : x + 12)}px`;
    this.tip.style.top = `${this.drawing.top + 4}px`;
  }

  #leave() {
    this.tip.hidden = true;
  }

  // Arrows go from value to value, Home and End to the ends; Escape leaves, and undoes a zoom.
  #step(key) {
    const { t } = this.model.data;
    const { min, max } = this.plot.scales.x;
    const now = this.plot.cursor.idx ?? t.length;
    const far = Math.max(1, Math.round(t.length / 20));
    const target = { ArrowLeft: now - (key.shiftKey ? far : 1), ArrowRight: now + (key.shiftKey ? far : 1), Home: 0, End: t.length - 1 }[key.key];
    if (key.key === "Escape") {
      this.plot.setCursor({ left: -10, top: -10 });
      return this.#whole();
    }
    if (target === undefined) return;
    key.preventDefault();
    const index = Math.min(t.findLastIndex((at) => at <= max), Math.max(t.findIndex((at) => at >= min), target));
    this.plot.setCursor({ left: this.plot.valToPos(t[index], "x"), top: 0 });
    this.voice.textContent = sentence(this.model, index, this.#near(index));
  }

  #whole() {
    const { t } = this.model.data;
    if (this.#zoomed) this.plot.setScale("x", { min: t[0], max: t.at(-1) });
  }

  #ranged({ min, max }) {
    const { t } = this.model.data;
    const isWhole = min <= t[0] && max >= t.at(-1);
    if (this.plot && isWhole === this.#zoomed) {
      this.onRange(isWhole ? null : min, isWhole ? null : max);
    } else if (this.plot && !isWhole) {
      this.onRange(min, max);
    }
    this.#zoomed = !isWhole;
  }

  #toggle(hasTable) {
    const button = element("button", "chart-toggle");
    button.type = "button";
    button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-table"/></svg>';
    const word = button.appendChild(document.createElement("span"));
    const show = (isOpen) => {
      button.setAttribute("aria-expanded", String(isOpen));
      word.textContent = isOpen ? "Hide table" : "Show as table";
      this.rows.replaceChildren(...(isOpen ? table(this.model, this.label) : []));
      this.rows.hidden = !isOpen;
      // A long table scrolls by itself, which the keyboard must be able to do too.
      this.rows.tabIndex = isOpen ? 0 : -1;
    };
    button.onclick = () => {
      const isOpen = button.getAttribute("aria-expanded") !== "true";
      show(isOpen);
      this.onTable(isOpen);
    };
    queueMicrotask(() => show(hasTable));
    return button;
  }
}
