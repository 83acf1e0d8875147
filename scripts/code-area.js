// <code-area>: keeps the line numbers beside a textarea while somebody types.
class CodeArea extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
  }

  handleEvent() {
    const field = this.querySelector("textarea");
    const gutter = this.querySelector(".code-gutter").firstChild;
    const lines = Math.max(field.rows, field.value.split("\n").length);
    if (gutter) gutter.data = Array.from({ length: lines }, (_, line) => line + 1).join("\n");
  }
}

customElements.define("code-area", CodeArea);
