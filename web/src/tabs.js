/**
 * Turns the parts of a form that say the same in several languages into tabs (ARIA, tabs pattern).
 * Without scripts they stand one below the other.
 */
export function showTabs(root) {
  for (const group of root.querySelectorAll("[data-tabs]")) {
    const parts = [...group.querySelectorAll(":scope > .part")];
    if (parts.length > 1) group.before(listOf(group, parts));
  }
}

function listOf(group, parts) {
  const list = group.ownerDocument.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", group.dataset.tabs);
  const tabs = parts.map((part) => tabOf(list, part));
  const first = parts.findIndex((part) => "wrong" in part.dataset);
  list.addEventListener("click", (event) => choose(tabs, parts, tabs.indexOf(event.target.closest("button"))));
  list.addEventListener("keydown", (event) => move(event, tabs, parts));
  // A field in a part that is not shown cannot take the focus that a link gives it.
  group.ownerDocument.addEventListener("click", (event) => reveal(event, tabs, parts), true);
  choose(tabs, parts, Math.max(0, first), false);
  return list;
}

function tabOf(list, part) {
  const tab = list.ownerDocument.createElement("button");
  tab.type = "button";
  tab.id = `tab-${part.id}`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", part.id);
  tab.textContent = part.querySelector(".part-name").textContent;
  if ("filled" in part.dataset) tab.classList.add("filled");
  if ("wrong" in part.dataset) tab.classList.add("wrong");
  part.setAttribute("role", "tabpanel");
  part.setAttribute("aria-labelledby", tab.id);
  part.querySelector(".part-name").hidden = true;
  list.append(tab);
  return tab;
}

function choose(tabs, parts, chosen, focus = true) {
  if (chosen < 0) return;
  tabs.forEach((tab, number) => {
    tab.setAttribute("aria-selected", String(number === chosen));
    tab.tabIndex = number === chosen ? 0 : -1;
    parts[number].hidden = number !== chosen;
  });
  if (focus) tabs[chosen].focus();
}

function move(event, tabs, parts) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tabs.indexOf(event.target) + step;
  const last = tabs.length - 1;
  choose(tabs, parts, Math.abs(step) > 1 ? Math.min(last, Math.max(0, next)) : (next + tabs.length) % tabs.length);
}

function reveal(event, tabs, parts) {
  const href = event.target.closest?.('a[href^="#"]')?.getAttribute("href");
  const field = href?.length > 1 ? event.target.ownerDocument.getElementById(href.slice(1)) : null;
  const part = parts.findIndex((each) => each.contains(field));
  if (field && part >= 0) choose(tabs, parts, part, false);
}
