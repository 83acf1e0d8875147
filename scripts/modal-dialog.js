// <modal-dialog open><dialog>…: shows the dialog inside as a modal one while the attribute is there. Closing by Escape or by a
// click beside it ends in the dialog's own close event, which the page listens to.
class ModalDialog extends HTMLElement {
  static observedAttributes = ["open"];

  connectedCallback() {
    this.addEventListener("click", this);
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  // The dialog and its content may arrive in the same batch, after the attribute: the focus is to find its fields.
  attributeChangedCallback() {
    queueMicrotask(() => {
      const dialog = this.querySelector("dialog");
      if (!dialog || !this.isConnected || dialog.open === this.hasAttribute("open")) return;
      if (dialog.open) dialog.close();
      else dialog.showModal();
    });
  }

  handleEvent(click) {
    const dialog = this.querySelector("dialog");
    const typed = [...dialog.querySelectorAll("input, textarea")].some((field) => field.value);
    if (click.target === dialog && !typed) dialog.close();
  }
}

customElements.define("modal-dialog", ModalDialog);
