const NS = "http://www.w3.org/2000/svg";

/** Draws the curves of a map of chains behind its cards, and lights one chain while the pointer or the focus is on it. */
export function drawChains(root) {
  const map = root.querySelector(".map");
  const chains = map ? chainsOf(root) : [];
  if (!chains.length) return;
  map.classList.add("drawn");
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("aria-hidden", "true");
  map.prepend(svg);
  const light = lightOn(root, map, svg, chains);
  const redraw = () => {
    draw(root, map, svg, chains);
    light.again();
  };
  new ResizeObserver(redraw).observe(map);
  root.fonts?.ready.then(redraw);
}

/** Each chain of the list that the map draws: the ids of its cards, from the start to the goal, and its own. */
function chainsOf(root) {
  return [...root.querySelectorAll("#all-chains [data-cards]")].map((element) => ({
    element,
    cards: element.dataset.cards.split(" "),
  }));
}

function draw(root, map, svg, chains) {
  svg.replaceChildren();
  const frame = map.getBoundingClientRect();
  const drawn = new Map();
  chains.forEach((chain, number) => {
    chain.cards.slice(1).forEach((above, step) => {
      const pair = `${chain.cards[step]} ${above}`;
      if (!drawn.has(pair)) drawn.set(pair, curve(root, frame, chain.cards[step], above, number, step));
    });
  });
  for (const path of drawn.values()) if (path) svg.append(path);
}

/** A curve from the card below, which stands further to the right, to the card above it. */
function curve(root, frame, below, above, number, step) {
  const from = root.getElementById(above)?.getBoundingClientRect();
  const to = root.getElementById(below)?.getBoundingClientRect();
  if (!from || !to) return null;
  const [x1, y1] = [from.right - frame.left, from.top + from.height / 2 - frame.top];
  const [x2, y2] = [to.left - frame.left, to.top + to.height / 2 - frame.top];
  const middle = (x1 + x2) / 2;
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`);
  Object.assign(path.dataset, { pair: `${below} ${above}`, chain: number, step });
  return path;
}

/** Lights the chain under the pointer or the focus; what comes back lights it again once the curves are new. */
function lightOn(root, map, svg, chains) {
  let now = [];
  const set = (lit) => show(map, svg, (now = lit));
  const light = (event) => {
    const card = event.target.closest?.(".map-card");
    const told = event.target.closest?.("[data-cards]");
    const lit = chains.filter((chain) => (card ? chain.cards.includes(card.id) : chain.element === told));
    set(card ? lit.slice(0, 1) : lit);
  };
  const dim = () => set([]);
  for (const place of [map, root.getElementById("all-chains")]) {
    place.addEventListener("pointerover", light);
    place.addEventListener("focusin", light);
    place.addEventListener("pointerleave", dim);
    place.addEventListener("focusout", dim);
  }
  svg.addEventListener("click", (event) => openProof(chains, event.target));
  return { again: () => set(now) };
}

function show(map, svg, lit) {
  const cards = new Set(lit.flatMap((chain) => chain.cards));
  const pairs = new Set(lit.flatMap((chain) => chain.cards.slice(1).map((above, step) => `${chain.cards[step]} ${above}`)));
  for (const card of map.querySelectorAll(".map-card")) card.classList.toggle("lit", cards.has(card.id));
  for (const path of svg.querySelectorAll("path")) {
    const on = pairs.has(path.dataset.pair);
    path.classList.toggle("lit", on);
    if (on) svg.append(path);
  }
}

/** Opens the proof of the hop that a curve stands for, and goes there. */
function openProof(chains, path) {
  const chain = chains[path.dataset?.chain];
  const hop = chain?.element.querySelectorAll(".hops > li > details")[path.dataset.step];
  if (!hop) return;
  hop.open = true;
  hop.querySelector("summary").focus();
  hop.scrollIntoView({ block: "center" });
}
