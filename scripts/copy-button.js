// <copy-button text="…"><button>: puts the text on the clipboard and says so for a moment.
class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent() {
    const use = this.querySelector("use");
    await this.#copy(this.getAttribute("text"));
    use?.setAttribute("href", "#i-check");
    this.dataset.copied = "Copied";
    setTimeout(() => {
      use?.setAttribute("href", "#i-copy");
      delete this.dataset.copied;
    }, 1500);
  }

  // The clipboard needs https; a portal tried out by http on another host has only the old way.
  async #copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), { value: text });
    this.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

customElements.define("copy-button", CopyButton);
