/** Shows the buttons that open and close every proof of a section; without scripts they stay hidden. */
export function openAllOnDemand(root) {
  for (const button of root.querySelectorAll("button[data-opens]")) {
    const section = root.getElementById(button.dataset.opens);
    if (!section) continue;
    button.hidden = false;
    button.addEventListener("click", () => toggle(button, section));
  }
}

function toggle(button, section) {
  const proofs = [...section.querySelectorAll("details:not(.in-words)")];
  const open = proofs.some((proof) => !proof.open);
  for (const proof of proofs) proof.open = open;
  button.setAttribute("aria-pressed", String(open));
  button.textContent = open ? button.dataset.close : button.dataset.open;
}
