/** Shows the buttons that print the page; without scripts the browser's own menu does. */
export function printOnDemand(root, view) {
  for (const button of root.querySelectorAll("button[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => view.print());
  }
}
