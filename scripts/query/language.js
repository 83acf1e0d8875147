import { Language, syntaxHighlighting } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { Parser } from "@lezer/common";
import { tagHighlighter, tags } from "@lezer/highlight";
import { newCompleteStrategy, promQLLanguage, PromQLExtension } from "@prometheus-io/codemirror-promql";

const WINDOW = /\{\{\s*\.window\s*\}\}/g;

// {{.window}} stands for the range of a slice, so it is read as a duration of the same length.
const asDuration = (text) => text.replace(WINDOW, (mark) => "m".padStart(mark.length, "1"));

class WindowParser extends Parser {
  #inner;

  constructor(inner) {
    super();
    this.#inner = inner;
  }

  createParse(input, fragments, ranges) {
    return this.#inner.startParse(asDuration(input.read(0, input.length)), fragments, ranges);
  }
}

const plain = promQLLanguage("PromQL");
const language = new Language(plain.data, new WindowParser(plain.parser), [], "promql");

// The classes that code has everywhere in the portal.
const colours = tagHighlighter([
  { tag: [tags.function(tags.variableName), tags.operatorKeyword, tags.modifier, tags.logicOperator], class: "c-key" },
  { tag: tags.string, class: "c-str" },
  { tag: [tags.number, tags.labelName], class: "c-num" },
  { tag: [tags.comment, tags.paren, tags.squareBracket, tags.brace], class: "c-dim" },
]);

const lint = new PromQLExtension().getLinter().promQL();

function completion(names, hasWindow) {
  const strategy = newCompleteStrategy({ remote: names });
  return async (context) => {
    const range = hasWindow && context.matchBefore(/\[$/);
    if (range) {
      return { from: context.pos, options: [{ label: "{{.window}}", type: "keyword", detail: "range of a slice" }] };
    }
    names.isCut = false;
    names.typed = context.matchBefore(/[^"'`]*$/)?.text ?? "";
    const result = await strategy.promQL(context);
    return result && names.isCut ? { ...result, validFor: undefined } : result;
  };
}

// PromQL with what a backend knows. A field without text is no error yet.
export const promql = (names, hasWindow) => [
  language,
  plain.data.of({ autocomplete: completion(names, hasWindow) }),
  syntaxHighlighting(colours),
  linter((view) => (view.state.doc.toString().trim() ? lint(view) : []), { delay: 600 }),
];
