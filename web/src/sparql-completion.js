import { snippetCompletion } from "@codemirror/autocomplete";
import { declared, lines, placeOf } from "./sparql-prefixes.js";

const WORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH EXISTS NOT ORDER BY GROUP HAVING LIMIT OFFSET ASK CONSTRUCT DESCRIBE PREFIX BASE FROM NAMED UNDEF COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES CONTAINS LCASE UCASE REGEX STRSTARTS STRENDS BOUND COALESCE IF DATATYPE YEAR ROUND";
const KINDS = { class: "class", property: "property", thing: "constant" };
const TOKEN = /[?$]\w*|(?:[a-z][\w-]*)?:?[\w.-]*/i;

/** Completes from the graph's own vocabulary, from the words of SPARQL, and from the variables of the query. */
export function completer(vocabulary) {
  const terms = vocabulary.then((told) => told.terms.map((term) => option(term, told.prefixes)));
  const words = WORDS.split(" ").map((label) => ({ label, type: "keyword", boost: -1 }));
  const loop = snippetCompletion("FILTER(LANG(?${name}) = \"${sv}\")", { label: "FILTER(LANG(…))", type: "keyword", boost: -2 });
  return async (context) => {
    const token = context.matchBefore(TOKEN);
    if (!token || (token.from === token.to && !context.explicit)) return null;
    const variable = /^[?$]/.test(token.text);
    const options = variable ? variables(context, token) : [...(await terms), ...words, loop];
    return { from: token.from, options, validFor: TOKEN };
  };
}

/** A term is found by its name and by its label, and brings the line of its prefix along. */
function option({ name, use, label, text }, prefixes) {
  const prefix = name.split(":", 1)[0];
  return {
    label: name,
    detail: label?.text,
    info: text ? () => note(text) : undefined,
    type: KINDS[use],
    apply: (view, completion, from, to) => insert(view, name, prefix, prefixes, from, to),
  };
}

function insert(view, name, prefix, prefixes, from, to) {
  const text = view.state.doc.toString();
  const changes = [{ from, to, insert: name }];
  let moved = from + name.length;
  if (!declared(text).has(prefix)) {
    const line = lines([prefix], prefixes);
    changes.unshift({ from: placeOf(text), insert: line });
    moved += line.length;
  }
  view.dispatch({ changes, selection: { anchor: moved }, userEvent: "input.complete" });
}

function note({ text, lang }) {
  const element = document.createElement("p");
  element.textContent = text;
  element.lang = lang;
  return element;
}

function variables(context, token) {
  const found = context.state.doc.toString().match(/[?$]\w+/g) ?? [];
  return [...new Set(found)].filter((label) => label !== token.text).map((label) => ({ label, type: "variable" }));
}
