/**
 * Keeps addresses short: a filter that is left empty is not sent.
 * Nothing is sent before its button is pressed, so that the keyboard can pass through every choice.
 */
export function sendOnlyWhatIsSet(root) {
  for (const form of root.querySelectorAll('form[method="get"]')) {
    form.addEventListener("formdata", (event) => dropEmpty(event.formData));
  }
}

function dropEmpty(data) {
  for (const [name, value] of [...data]) {
    if (value === "") data.delete(name);
  }
}
