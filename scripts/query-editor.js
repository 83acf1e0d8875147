import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder, tooltips } from "@codemirror/view";
import { promql } from "./query/language.js";
import { Names } from "./query/names.js";

const fromField = Annotation.define();
const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");

// The editor in front of a textarea. The textarea stays what the page knows: it gets every letter with its input event, and
// its change event when the editor is left; what the page writes into it appears in the editor.
export class QueryEditor {
  #area;
  #field;
  #label;
  #view;
  #told;
  #problem = "";
  #names = new Compartment();
  #attributes = new Compartment();
  #ends = new AbortController();
  #server = new MutationObserver(() => this.#describe());

  constructor(area, field, told) {
    this.#area = area;
    this.#field = field;
    this.#label = field.labels[0];
    this.#told = told;
    const hadFocus = document.activeElement === field;
    const cursor = Math.min(field.selectionEnd, field.value.length);
    this.#takeOver();
    this.#view = new EditorView({
      parent: field.parentElement,
      state: EditorState.create({ doc: field.value, selection: { anchor: cursor }, extensions: this.#extensions() }),
    });
    area.dataset.on = "";
    if (hadFocus) this.#view.focus();
  }

  turnTo(backend) {
    this.#problem = "";
    this.#view.dispatch({ effects: this.#names.reconfigure(this.#promql(backend)) });
  }

  close() {
    this.#server.disconnect();
    this.#ends.abort();
    delete this.#field.value;
    delete this.#area.dataset.on;
    this.#field.id = this.#field.dataset.id;
    this.#view.destroy();
  }

  get #text() {
    return this.#view.state.doc.toString();
  }

  #extensions() {
    return [
      lineNumbers(),
      history(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ maxRenderedOptions: 100, icons: false }),
      EditorView.lineWrapping,
      placeholder(this.#field.placeholder),
      tooltips({ position: "fixed", parent: document.getElementById("main") ?? document.body }),
      // Tab is nobody's: it leaves the field, as everywhere.
      keymap.of([
        { key: "Mod-Enter", run: () => this.#tell() },
        { key: "F8", run: nextDiagnostic },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      this.#names.of(this.#promql(this.#area.getAttribute("backend"))),
      this.#attributes.of(this.#described()),
      EditorView.updateListener.of((update) => this.#follow(update)),
    ];
  }

  #promql(backend) {
    return promql(new Names(backend, (problem) => this.#say(problem)), this.#area.hasAttribute("window"));
  }

  // The label now names the editor, and the textarea has no name of its own besides the one that drafts go by.
  #takeOver() {
    const field = this.#field;
    field.dataset.id = field.id;
    field.dataset.label = this.#label?.textContent.trim() ?? "";
    if (this.#label) {
      this.#label.id ||= `${field.id}-label`;
      this.#label.addEventListener("click", () => this.#view.focus(), { signal: this.#ends.signal });
    }
    field.removeAttribute("id");
    field.addEventListener("change", () => (this.#told = value.get.call(field)), { signal: this.#ends.signal });
    Object.defineProperty(field, "value", {
      configurable: true,
      get: () => value.get.call(field),
      set: (text) => {
        value.set.call(field, text);
        this.#take(value.get.call(field));
      },
    });
    this.#server.observe(field, { attributeFilter: ["aria-describedby", "aria-invalid", "aria-required"] });
  }

  #described() {
    const attributes = { "aria-multiline": "true", autocapitalize: "off", autocorrect: "off", spellcheck: "false" };
    if (this.#label) attributes["aria-labelledby"] = this.#label.id;
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      if (this.#field.hasAttribute(name)) attributes[name] = this.#field.getAttribute(name);
    }
    return EditorView.contentAttributes.of(attributes);
  }

  #describe() {
    this.#view.dispatch({ effects: this.#attributes.reconfigure(this.#described()) });
  }

  // What the page writes. The echo of what it was told is older than what somebody has typed since, and is not taken.
  #take(text) {
    if (text === this.#text) {
      this.#told = text;
    } else if (text === this.#told) {
      value.set.call(this.#field, this.#text);
    } else {
      this.#told = text;
      this.#view.dispatch({
        changes: { from: 0, to: this.#view.state.doc.length, insert: text },
        annotations: fromField.of(true),
      });
    }
  }

  #follow(update) {
    if (update.docChanged && !update.transactions.some((one) => one.annotation(fromField))) {
      value.set.call(this.#field, this.#text);
      this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (update.focusChanged && !update.view.hasFocus) this.#tell();
    this.#hint(update.state);
  }

  #tell() {
    if (this.#text !== this.#told) this.#field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  #say(problem) {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#hint(this.#view.state);
  }

  // Below the field, for those who cannot point at what is underlined; not while a list is open, for then the text is half done.
  #hint(state) {
    let error;
    forEachDiagnostic(state, (found, from) => {
      const line = state.doc.lineAt(from);
      error ??= `Line ${line.number}, column ${from - line.from + 1}: ${found.message}`;
    });
    const text = (completionStatus(state) === null && error) || this.#problem;
    const hint = this.#area.querySelector(".query-hint");
    if (hint.textContent !== text) hint.textContent = text;
  }
}
