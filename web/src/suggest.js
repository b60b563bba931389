const PAUSE = 150;
const LEAST = 2;

/**
 * Offers things of the graph while one types the name of one. What is chosen is kept as its IRI beside the
 * text; without scripts the server looks the text up and asks which is meant.
 */
export function suggestThings(root, view) {
  const lang = root.documentElement.lang;
  for (const input of root.querySelectorAll("input[data-search]")) offer(input, lang, view);
}

function offer(input, lang, view) {
  const list = input.ownerDocument.createElement("datalist");
  const known = new Map();
  list.id = `${input.id}-list`;
  input.after(list);
  input.setAttribute("list", list.id);
  let waiting = 0;
  input.addEventListener("input", () => {
    const hidden = input.ownerDocument.getElementById(input.dataset.iri);
    hidden.value = known.get(input.value) ?? "";
    view.clearTimeout(waiting);
    if (!hidden.value) waiting = view.setTimeout(() => ask(input, list, known, lang, view), PAUSE);
  });
}

async function ask(input, list, known, lang, view) {
  const typed = input.value.trim();
  if (typed.length < LEAST) return;
  const query = new URLSearchParams({ q: typed, kind: input.dataset.search });
  try {
    const answer = await view.fetch(`/${lang}/things?${query}`, { headers: { Accept: "application/json" } });
    if (answer.ok && input.value.trim() === typed) fill(list, known, await answer.json());
  } catch {
    // Whoever types can do without; the server asks when the form is sent.
  }
}

function fill(list, known, things) {
  list.replaceChildren(
    ...things.map(({ iri, text }) => {
      known.set(text, iri);
      const option = list.ownerDocument.createElement("option");
      option.value = text;
      return option;
    }),
  );
}
