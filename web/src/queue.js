const KEYS = { j: "next", k: "previous", x: "choose", a: "accept", r: "reject", e: "correct" };

/**
 * Lets the keys judge the statement that has the focus. They work within the queue alone, and not while one
 * types, so that they stand in the way of nothing else.
 */
export function judgeByKeys(root) {
  const queue = root.querySelector("[data-queue]");
  if (!queue) return;
  for (const hint of root.querySelectorAll("[data-keys]")) hint.hidden = false;
  queue.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    event.preventDefault();
    ACTS[act](queue, event.target.closest("article"));
  });
  queue.querySelector("article").tabIndex = 0;
  goOn(root, queue);
}

/**
 * Puts the focus where one judged, when the page comes anew with what stands there now, so that the keys go on.
 * The browser does so itself where the address names a statement that there is; the last page may have less now.
 */
function goOn(root, queue) {
  const { searchParams, hash } = new URL(root.location.href);
  if (!searchParams.has("done") || !hash.startsWith("#statement-")) return;
  const all = articles(queue);
  focusOn(all, queue.querySelector("article:target") ?? all[all.length - 1]);
}

const articles = (queue) => [...queue.querySelectorAll("article")];

const ACTS = {
  next: (queue, article) => go(queue, article, 1),
  previous: (queue, article) => go(queue, article, -1),
  choose: (_, article) => article?.querySelector('[name="chosen"]').click(),
  accept: (_, article) => article?.querySelector('[name="accept"]').click(),
  reject: (_, article) => article?.querySelector('[name="reject"]').click(),
  correct: (_, article) => open(article),
};

function go(queue, article, step) {
  const all = articles(queue);
  focusOn(all, all[Math.min(all.length - 1, Math.max(0, all.indexOf(article) + step))]);
}

function focusOn(all, next) {
  for (const each of all) each.tabIndex = each === next ? 0 : -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function open(article) {
  const details = article?.querySelector(":scope > details");
  if (!details) return;
  details.open = true;
  details.querySelector("select").focus();
}

function isTyping(element) {
  return element.matches('input:not([type="checkbox"]), select, textarea');
}
