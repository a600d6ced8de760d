// Follows an article through its stages, until the server says that it has ended.
"use strict";

const box = document.querySelector("[data-state]");

async function look() {
  try {
    const answer = await fetch(box.dataset.state);
    if (answer.ok) {
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceChildren(...parsed.body.childNodes);
    }
  } catch {
    // the server is away for a moment: look again
  }
  if (!box.querySelector("[data-ended]")) setTimeout(look, 500);
}

if (box && !box.querySelector("[data-ended]")) setTimeout(look, 300);
