// The axis of time in the viewer's zone: marks lie on whole local minutes, hours and days, on the days clocks change too.
const minute = 60, hour = 3600, day = 86400;
const steps = [1, 2, 5, 10, 15, 30].map((n) => n * minute)
  .concat([1, 2, 3, 4, 6, 12].map((n) => n * hour), [1, 2, 5, 7, 14, 30, 60, 90, 180, 365].map((n) => n * day));

export class ZonedTimes {
  #formats = new Map();

  constructor(zone) {
    this.zone = zone;
    this.#parts = this.#format({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" });
  }

  #parts;

  #format(options) {
    const key = JSON.stringify(options);
    if (!this.#formats.has(key)) this.#formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: this.zone, ...options }));
    return this.#formats.get(key);
  }

  #write = (seconds, options) => this.#format(options).format(seconds * 1000).replace(",", "");

  // Seconds that the zone's clocks are ahead of UTC at that moment.
  #offset(seconds) {
    const part = Object.fromEntries(this.#parts.formatToParts(seconds * 1000).map(({ type, value }) => [type, +value]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000 - seconds;
  }

  clock = (seconds) => this.#write(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  date = (seconds) => this.#write(seconds, { day: "numeric", month: "short" });
  weekday = (seconds) => this.#write(seconds, { weekday: "short" });
  dayOfWeek = (seconds) => `${this.weekday(seconds)} ${this.#write(seconds, { day: "numeric" })}`;

  // Thu 19 Nov 16:40 CET
  exact(seconds) {
    const zone = this.#format({ timeZoneName: "short", hour: "numeric" }).formatToParts(seconds * 1000)
      .find(({ type }) => type === "timeZoneName").value;
    return `${this.weekday(seconds)} ${this.date(seconds)} ${this.clock(seconds)} ${zone}`;
  }

  // Marks between two moments, as many as fit, each with its words.
  marks(from, to, most) {
    const span = to - from;
    const step = steps.find((candidate) => span / candidate <= most) ?? steps.at(-1);
    const write = step < day ? this.clock : span <= 8 * day ? this.weekday : this.date;
    const marks = [];
    let local = Math.ceil((from + this.#offset(from)) / step) * step;
    for (; marks.length < 100; local += step) {
      let at = local - this.#offset(local);
      at = local - this.#offset(at); // once more: the first guess may lie across a change of clocks
      if (at > to) break;
      if (at >= from) marks.push({ at, text: write(at) });
    }
    return marks;
  }

  // The left end names the day wherever the marks after it do not.
  start(from, to) {
    const span = to - from;
    if (span > 8 * day) return this.date(from);
    if (span > 2 * day) return this.dayOfWeek(from);
    return this.date(from) === this.date(to) ? this.clock(from) : `${this.weekday(from)} ${this.clock(from)}`;
  }

  end(from, to) {
    const span = to - from;
    return span > 8 * day ? this.date(to) : span > 2 * day ? this.dayOfWeek(to) : this.clock(to);
  }
}
