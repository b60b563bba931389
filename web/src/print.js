/** Opens everything that is folded while the page is printed, and folds it again afterwards. */
export function openForPrint(view) {
  let opened = [];
  view.addEventListener("beforeprint", () => {
    opened = [...view.document.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  view.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
