// <code-area>: keeps the line numbers beside a textarea while somebody types. Long lines wrap: a number stands beside the
// first row of its line, found by laying the lines out once more, unseen.
class CodeArea extends HTMLElement {
  #rows = new ResizeObserver(() => this.#number());
  #server = new MutationObserver(() => this.#number());

  // The circuit connects the element first and fills it then.
  connectedCallback() {
    this.addEventListener("input", this);
    queueMicrotask(() => this.isConnected && this.#watch());
  }

  #watch() {
    this.#rows.observe(this.querySelector("textarea"));
    this.#server.observe(this.querySelector(".code-gutter"), { characterData: true, childList: true, subtree: true });
  }

  disconnectedCallback() {
    this.#rows.disconnect();
    this.#server.disconnect();
  }

  handleEvent() {
    this.#number();
  }

  #number() {
    const gutter = this.querySelector(".code-gutter").firstChild;
    const text = this.#heights().map((rows, line) => line + 1 + "\n".repeat(rows)).join("").trimEnd();
    if (gutter && gutter.data !== text) gutter.data = text;
  }

  // How many rows each line takes.
  #heights() {
    const field = this.querySelector("textarea");
    const copy = document.createElement("div");
    copy.className = "code-copy";
    copy.style.width = `${field.clientWidth}px`;
    copy.append(...field.value.split("\n").map((line) => Object.assign(document.createElement("div"), { textContent: line || " " })));
    field.parentElement.append(copy);
    const row = parseFloat(getComputedStyle(copy).lineHeight);
    const heights = [...copy.children].map((line) => Math.max(1, Math.round(line.offsetHeight / row)));
    copy.remove();
    return heights;
  }
}

customElements.define("code-area", CodeArea);
