import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { completer } from "./sparql-completion.js";
import { lacking, lines, placeOf } from "./sparql-prefixes.js";

/** Puts an editor in the place of each field that holds a query; the field stays what its form sends. */
export function editQueries(root) {
  for (const field of root.querySelectorAll("textarea[data-sparql]")) edit(root, field);
}

function edit(root, field) {
  // Styles of the editor are adopted by a shadow root, so that no policy has to let them in.
  const host = root.createElement("div");
  host.className = "editor";
  const shadow = host.attachShadow({ mode: "open" });
  const vocabulary = fetch(field.dataset.sparql).then((answer) => (answer.ok ? answer.json() : nothing()), nothing);
  const view = new EditorView({ root: shadow, parent: shadow, state: stateOf(field, vocabulary) });
  field.before(host);
  field.hidden = true;
  for (const label of field.labels) label.addEventListener("click", () => view.focus());
  field.form.addEventListener("submit", () => fill(view, field, vocabularyNow));
  let vocabularyNow = nothing();
  vocabulary.then((told) => (vocabularyNow = told));
  showFault(view, field);
}

function nothing() {
  return { prefixes: {}, terms: [] };
}

function stateOf(field, vocabulary) {
  const label = [...field.labels].map((each) => each.textContent.trim()).join(" ");
  const send = () => {
    field.form.requestSubmit(field.form.querySelector("button[name=run]"));
    return true;
  };
  return EditorState.create({
    doc: field.value,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      lintGutter(),
      autocompletion({ override: [completer(vocabulary)] }),
      sparql(),
      syntaxHighlighting(COLOURS),
      THEME,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, lang: "en" }),
      EditorState.phrases.of(JSON.parse(field.dataset.phrases)),
      keymap.of([
        { key: "Mod-Enter", run: send },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.domEventHandlers({ beforeinput: replaceSelected }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
    ],
  });
}

/**
 * Types over what is selected. Left to itself the browser keeps the looks of what it replaces, as a style
 * attribute, which the policy of the page forbids.
 */
function replaceSelected(event, view) {
  const { main } = view.state.selection;
  if (event.inputType !== "insertText" || !event.data || main.empty || view.composing) return false;
  event.preventDefault();
  const typed = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((each) => each(view, main.from, main.to, event.data, typed));
  if (!handled) view.dispatch(typed());
  return true;
}

/** Declares the known prefixes that a query uses without, before it is sent. */
function fill(view, field, { prefixes }) {
  const text = view.state.doc.toString();
  const names = lacking(text, prefixes);
  if (names.length) view.dispatch({ changes: { from: placeOf(text), insert: lines(names, prefixes) } });
  field.value = view.state.doc.toString();
}

/** Marks what the answer found wrong at its line and column, and goes there. */
function showFault(view, field) {
  const { line, column, fault } = field.dataset;
  if (!line) return;
  const { doc } = view.state;
  const row = doc.line(Math.min(Number(line), doc.lines));
  const from = Math.min(row.from + Math.max(Number(column) - 1, 0), row.to);
  const word = doc.sliceString(from, row.to).match(/^\S+/);
  const to = word ? from + word[0].length : Math.min(from + 1, doc.length);
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message: fault }]), {
    selection: { anchor: from },
    scrollIntoView: true,
  });
  view.focus();
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "#6a1b6d", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "#8a2b06" },
  { tag: [tags.url, tags.namespace, tags.labelName], color: "#0b5a3c" },
  { tag: tags.variableName, color: "#0b4f6c" },
  { tag: [tags.number, tags.bool], color: "#7a4a00" },
  { tag: [tags.comment, tags.lineComment], color: "#4a5b64", fontStyle: "italic" },
]);

const THEME = EditorView.theme({
  "&": {
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    fontSize: "0.9375rem",
  },
  "&.cm-focused": { outline: "3px solid var(--ink)", boxShadow: "0 0 0 6px var(--focus)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "16rem", maxHeight: "70vh" },
  ".cm-gutters": { minHeight: "16rem", backgroundColor: "var(--wash)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--accent-soft)" },
  ".cm-tooltip": { border: "1px solid var(--edge)", backgroundColor: "var(--paper)", color: "var(--ink)", maxWidth: "90vw" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "0.875rem", maxWidth: "90vw" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
  ".cm-completionDetail": { fontFamily: "var(--font)", fontStyle: "normal" },
  ".cm-completionInfo": { fontFamily: "var(--font)", padding: "0.25rem 0.5rem" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--wrong-edge)", fontFamily: "var(--font)" },
});
