import { hatch } from "./colours.js";

// What uPlot does not draw: bands, levels, gaps, the lane below the axis and the axis of time itself. All in CSS pixels.
export class Drawing {
  constructor(chart, layout) {
    this.chart = chart;
    this.layout = layout;
  }

  // The layers in uPlot's order: behind the grid, between grid and lines, on top.
  get hooks() {
    return {
      drawClear: [(plot) => this.#on(plot, this.#behind)],
      drawAxes: [(plot) => this.#on(plot, this.#between)],
      draw: [(plot) => this.#on(plot, this.#onTop)],
    };
  }

  #on(plot, draw) {
    const context = plot.ctx;
    const ratio = devicePixelRatio;
    context.save();
    context.scale(ratio, ratio);
    this.plot = plot;
    this.pen = context;
    this.left = plot.bbox.left / ratio;
    this.top = plot.bbox.top / ratio;
    this.right = this.left + plot.bbox.width / ratio;
    this.bottom = this.top + plot.bbox.height / ratio;
    draw.call(this);
    context.restore();
  }

  x = (time) => this.left + this.plot.valToPos(time, "x");
  y = (value) => this.top + this.plot.valToPos(value, "y");

  #behind() {
    const { pen, chart } = this;
    const { colours, data, axis } = chart;
    if (data.hatchBelowZero && axis.low < 0) {
      pen.fillStyle = hatch(pen, colours.quiet, 0.35);
      pen.fillRect(this.left, this.y(0), this.right - this.left, this.bottom - this.y(0));
    }
    for (const gap of chart.gaps) {
      pen.fillStyle = hatch(pen, colours.quiet, 0.3);
      this.#rect(gap.from, gap.to, this.top, this.bottom);
    }
    for (const band of data.bands.filter(({ kind }) => kind === "correction")) {
      pen.fillStyle = colours.compared;
      pen.globalAlpha = 0.18;
      this.#rect(band.from, band.to, this.top, this.bottom);
      pen.globalAlpha = 1;
      this.#rect(band.from, band.to, this.bottom - 3, this.bottom);
    }
    for (const band of data.bands.filter(({ kind }) => kind !== "correction")) {
      pen.fillStyle = colours.critical;
      pen.globalAlpha = 0.12;
      this.#rect(band.from, band.to, this.top, this.bottom);
      pen.globalAlpha = 1;
      if (band.kind !== "fired") this.#rect(band.from, band.to, this.top - 2, this.top);
    }
  }

  #between() {
    const { pen, chart } = this;
    const { colours, data, axis } = chart;
    const level = (value, colour, width, dash) => {
      const y = Math.round(this.y(value)) + 0.5;
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.setLineDash(dash);
      pen.beginPath();
      pen.moveTo(this.left, y);
      pen.lineTo(this.right, y);
      pen.stroke();
      pen.setLineDash([]);
    };
    level(axis.zero, colours.zero, 1, []);
    for (const line of data.lines) {
      if (line.kind === "ticket") level(line.value, colours.warning, 1.5, [2, 3]);
      else level(line.value, colours.critical, 1.5, [6, 4]);
    }
    for (const mark of data.marks) if (chart.hasLine(mark)) this.#upright(mark.at);
  }

  #onTop() {
    this.#levelLabels();
    this.#gapLabels();
    this.#lane();
    this.#times();
    this.#lastValue();
  }

  #levelLabels() {
    const { colours, data } = this.chart;
    let taken = -Infinity;
    for (const line of data.lines.toSorted((a, b) => b.value - a.value)) {
      if (!line.label) continue;
      const y = this.y(line.value);
      const baseline = y - 6 - 11 > taken ? y - 6 : y + 14;
      const colour = line.kind === "ticket" ? colours.warningText : colours.criticalText;
      this.#text(line.label, this.left + 4, baseline, colour, "left");
      taken = baseline;
    }
  }

  #gapLabels() {
    for (const gap of this.chart.gaps) {
      const width = this.x(gap.to) - this.x(gap.from);
      const text = width > 110 ? `no data, ${gap.length}` : "no data";
      if (width > 56) this.#text(text, (this.x(gap.from) + this.x(gap.to)) / 2, this.top + 14, this.chart.colours.axis, "center");
    }
  }

  // Fired times as bars; marks are elements, so that they can be links.
  #lane() {
    const { pen, chart } = this;
    const y = this.bottom + 8;
    pen.fillStyle = chart.colours.critical;
    for (const band of chart.data.bands) {
      if (band.kind !== "fired") continue;
      const [from, to] = this.#span(band.from, band.to, 3);
      if (to <= from) continue;
      pen.beginPath();
      pen.roundRect(from, y, to - from, 6, 2);
      pen.fill();
    }
  }

  #times() {
    const { chart } = this;
    const { min, max } = this.plot.scales.x;
    const y = this.bottom + this.layout.below - 6;
    const draw = (text, x, align) => this.#text(text, x, y, chart.colours.axis, align, chart.colours.font, false);
    const width = (text) => {
      this.pen.font = chart.colours.font;
      return this.pen.measureText(text).width;
    };
    const start = chart.times.start(min, max);
    const end = chart.data.endsNow && max >= chart.end ? "now" : chart.times.end(min, max);
    draw(start, this.left, "left");
    draw(end, this.right, "right");
    let free = this.left + width(start) + 16;
    const last = this.right - width(end) - 16;
    for (const mark of chart.times.marks(min, max, Math.max(2, (this.right - this.left) / 96))) {
      const [x, half] = [this.x(mark.at), width(mark.text) / 2];
      if (x - half < free || x + half > last) continue;
      draw(mark.text, x, "center");
      free = x + half + 16;
    }
  }

  #lastValue() {
    const { pen, chart } = this;
    const last = chart.lastPoint;
    if (!last || last.at > this.plot.scales.x.max) return;
    pen.beginPath();
    pen.arc(this.x(last.at), this.y(last.value), 4.5, 0, 2 * Math.PI);
    pen.fillStyle = chart.colours.measured;
    pen.fill();
    pen.strokeStyle = chart.colours.surface;
    pen.lineWidth = 2;
    pen.stroke();
  }

  #upright(at) {
    const { pen } = this;
    const x = Math.round(this.x(at)) + 0.5;
    if (x < this.left || x > this.right + 1) return;
    pen.strokeStyle = this.chart.colours.zero;
    pen.lineWidth = 1;
    pen.setLineDash([2, 3]);
    pen.beginPath();
    pen.moveTo(x, this.top + 4);
    pen.lineTo(x, this.bottom + (this.layout.lane ? 4 : 0));
    pen.stroke();
    pen.setLineDash([]);
  }

  // Within the plot, and never too thin to see.
  #span(from, to, least) {
    const start = Math.max(this.left, this.x(from));
    const end = Math.min(this.right, this.x(Math.min(to ?? Infinity, this.plot.scales.x.max)));
    return end - start >= least || start > this.right || end < this.left ? [start, end] : [Math.min(start, this.right - least), Math.min(start, this.right - least) + least];
  }

  #rect(from, to, top, bottom) {
    const [start, end] = this.#span(from, to, 2);
    if (end > start) this.pen.fillRect(start, top, end - start, bottom - top);
  }

  #text(text, x, y, colour, align, font = this.chart.colours.fontStrong, halo = true) {
    const { pen } = this;
    pen.font = font;
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    if (halo) {
      pen.strokeStyle = this.chart.colours.surface;
      pen.lineWidth = 4;
      pen.lineJoin = "round";
      pen.strokeText(text, x, y);
    }
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }
}
