const PAUSE = 1000;

/** Follows a job that goes on: tells how far it is, and loads the page anew once it is done. */
export function followProgress(root, view) {
  const section = root.querySelector("[data-poll]");
  if (section) view.setTimeout(() => ask(section, view), PAUSE);
}

async function ask(section, view) {
  let job = { running: true };
  try {
    const answer = await view.fetch(section.dataset.poll, { headers: { Accept: "application/json" } });
    if (!answer.ok) return view.location.reload();
    job = await answer.json();
  } catch {
    // The server may be away for a moment; it is asked again.
  }
  if (!job.running) return view.location.reload();
  show(section, job);
  view.setTimeout(() => ask(section, view), PAUSE);
}

function show(section, { told, share }) {
  const status = section.querySelector("[data-told]");
  if (told && status.textContent !== told) status.textContent = told;
  const bar = section.querySelector("progress");
  if (typeof share === "number") bar.value = share;
  else bar.removeAttribute("value");
}
