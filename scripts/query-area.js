// <query-area editor="…" backend="prom">: its textarea of PromQL becomes an editor with colours and completion once the
// editor's script has come, which is loaded where there is such a field and nowhere else. Without it the textarea stays.
class QueryArea extends HTMLElement {
  static observedAttributes = ["backend"];
  #editor;

  // The circuit connects the element first and fills it then.
  connectedCallback() {
    queueMicrotask(() => this.isConnected && void this.#open(this.querySelector("textarea")));
  }

  disconnectedCallback() {
    this.#editor?.close();
    this.#editor = undefined;
  }

  attributeChangedCallback() {
    this.#editor?.turnTo(this.getAttribute("backend"));
  }

  async #open(field) {
    const told = field?.value;
    const script = await import(new URL(this.getAttribute("editor"), document.baseURI)).catch(() => undefined);
    if (!script || this.#editor || !this.isConnected || !field || field.disabled) return;
    this.#editor = new script.QueryEditor(this, field, told);
  }
}

customElements.define("query-area", QueryArea);
