/** The prefixes that a query declares, and those that it uses without. */
const DECLARED = /\bprefix\s+([a-z][\w-]*)?\s*:/gi;
// Texts, IRIs and comments hold colons that begin no name.
const ASIDE = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g;
const NAME = /(?<![\w?$@:-])([a-z][\w-]*):(?!\/\/)/gi;

export function declared(text) {
  return new Set([...text.matchAll(DECLARED)].map((match) => match[1] ?? ""));
}

/** Known prefixes that are used and not declared, in the order of their use. */
export function lacking(text, prefixes) {
  const own = declared(text);
  const used = [...text.replace(ASIDE, (found) => " ".repeat(found.length)).matchAll(NAME)].map((match) => match[1]);
  return [...new Set(used)].filter((prefix) => prefixes[prefix] && !own.has(prefix));
}

/** The lines that declare some prefixes. */
export function lines(names, prefixes) {
  return names.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join("");
}

/** Where such lines go: before the first line that is neither empty, a comment, nor BASE. */
export function placeOf(text) {
  return text.match(/^(?:[^\S\n]*(?:#[^\n]*|base\s*<[^>]*>[^\n]*)?\n)*/i)[0].length;
}
