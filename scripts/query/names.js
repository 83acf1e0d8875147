// The names that a backend knows, told by the portal: what HybridComplete asks of a Prometheus. A backend that gives no answer
// is left alone for a while; functions and keywords are completed without it.
const PATIENCE = 10_000;
const REST = 15_000;
const MOST = 1000;

export class Names {
  // Whether an answer was only a part of what there is, so that the next letter has to ask again.
  isCut = false;
  // What stands before the cursor, to narrow an answer that would be cut.
  typed = "";
  #backend;
  #say;
  #metrics = {};
  #large = new Set();
  #restsUntil = 0;

  constructor(backend, say) {
    this.#backend = backend;
    this.#say = say;
  }

  async metricNames(typed) {
    const items = await this.#narrowed("metric-types", {}, typed ?? "");
    this.#metrics = Object.fromEntries(items.map(({ name, type, help }) => [name, [{ type, help }]]));
    return items.map(({ name }) => name);
  }

  async metricMetadata() {
    return this.#metrics;
  }

  labelNames(metric) {
    return this.#narrowed("labels", metric ? { metric } : {}, "");
  }

  labelValues(label, metric) {
    return this.#narrowed("label-values", metric ? { label, metric } : { label }, this.typed);
  }

  async series() {
    return [];
  }

  async flags() {
    return {};
  }

  // All where they are few: then nothing is asked while somebody types on. Where they are many, by what is typed.
  async #narrowed(what, query, typed) {
    const key = `${what}?${new URLSearchParams(query)}`;
    const narrow = typed && this.#large.has(key) ? { ...query, contains: typed } : query;
    const { items, total } = await this.#ask(what, narrow);
    const isCut = total > items.length;
    if (isCut && narrow === query) {
      this.#large.add(key);
      if (typed) return this.#narrowed(what, query, typed);
    }
    this.isCut ||= isCut || narrow !== query;
    return items;
  }

  async #ask(what, query) {
    const none = { items: [], total: 0 };
    if (!this.#backend || performance.now() < this.#restsUntil) return none;
    const address = `/api/v1/backends/${encodeURIComponent(this.#backend)}/${what}?${new URLSearchParams({ ...query, limit: MOST })}`;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.#say("");
      return await answer.json();
    } catch {
      this.#restsUntil = performance.now() + REST;
      this.#say(`${this.#backend} does not tell its names now: only functions are completed.`);
      return none;
    }
  }
}
