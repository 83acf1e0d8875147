import { age } from "../clock.js";
import { linearAxis, logAxis } from "./values.js";
import { ZonedTimes } from "./times.js";

// A chart's data as fetched, completed with what follows from it.
export class ChartModel {
  constructor(json, zone, colours) {
    this.data = { series: [], lines: [], bands: [], marks: [], unit: "number", scale: "linear", ...json };
    this.data.series = this.data.series.map((series) => ({
      ...series,
      values: series.values.map((value) => (typeof value === "number" ? value : null)),
    }));
    this.colours = colours;
    this.times = new ZonedTimes(zone);
    this.end = this.data.t.at(-1);
    this.axis = this.#axis();
    this.gaps = this.#gaps();
  }

  get isEmpty() {
    return !this.data.series.some(({ values }) => values.some((value) => value !== null));
  }

  get measured() {
    return this.data.series.filter(({ style }) => style !== "compared");
  }

  // As drawn: on a log scale nothing lies below the axis, and a burn rate of zero lies on its floor.
  get columns() {
    const floor = (value) => (value === null ? null : Math.max(value, this.axis.low));
    return [this.data.t, ...this.data.series.map(({ values }) => (this.data.scale === "log" ? values.map(floor) : values))];
  }

  // The newest value of the first line, unless it has stopped before the end: then there is no "now" to mark.
  get lastPoint() {
    const values = this.measured[0]?.values ?? [];
    const index = values.findLastIndex((value) => value !== null);
    if (index < 0 || index < values.length - 3) return undefined;
    return { at: this.data.t[index], value: this.columns[1 + this.data.series.indexOf(this.measured[0])][index] };
  }

  // A moment worth a line through the plot: an event, and the deploy right before something broke.
  hasLine(mark) {
    if (mark.kind === "event") return true;
    if (mark.kind === "nearly") return false;
    const near = (this.end - this.data.t[0]) * 0.02;
    const isAlone = this.data.marks.filter(({ kind }) => (kind ?? "deploy") === "deploy").length <= 2;
    return isAlone || this.data.bands.some(({ from, kind }) => kind !== "correction" && from >= mark.at && from - mark.at <= near);
  }

  #axis() {
    const seen = this.data.series.flatMap(({ values }) => values.filter((value) => value !== null))
      .concat(this.data.lines.map(({ value }) => value));
    // Spreading a long series into Math.min would overflow the stack: its ends say all.
    const ends = seen.length ? [seen.reduce((a, b) => Math.min(a, b)), seen.reduce((a, b) => Math.max(a, b))] : [];
    const leastPositive = seen.filter((value) => value > 0).reduce((a, b) => Math.min(a, b), Infinity);
    return this.data.scale === "log"
      ? logAxis([...ends, leastPositive].filter(Number.isFinite))
      : linearAxis(ends, this.data.unit, this.data.hatchBelowZero);
  }

  // Runs where no line has a value, between values: nothing was measured there. What a correction excludes is no gap.
  #gaps() {
    const { t } = this.data;
    const known = t.map((_, index) => this.measured.some(({ values }) => values[index] != null));
    const gaps = [];
    let last = known.indexOf(true);
    for (let index = last + 1; last >= 0 && index < t.length; index++) {
      if (!known[index]) continue;
      if (index - last > 1) gaps.push({ from: t[last], to: t[index], length: age(t[index] - t[last]) });
      last = index;
    }
    const isExcluded = ({ from, to }) =>
      this.data.bands.some((band) => band.kind === "correction" && band.from < (from + to) / 2 && (band.to ?? Infinity) > (from + to) / 2);
    return gaps.filter((gap) => !isExcluded(gap));
  }
}
