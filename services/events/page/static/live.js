// Keeps the list of calls up to date: the feed tells of a change, the server renders the card. The browser's EventSource comes
// back by itself with the last id it saw, so nothing is lost over a cut.
"use strict";

const list = document.querySelector("[data-stream]");
const status = document.getElementById("live");

function tell(words) {
  status.hidden = false;
  status.textContent = words;
}

async function showCard(event) {
  const id = JSON.parse(event.data).id;
  const answer = await fetch(list.dataset.cards + encodeURIComponent(id));
  const old = document.getElementById("e-" + id);
  if (!answer.ok) {
    if (old) old.remove();
    return;
  }
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const card = parsed.querySelector("article");
  if (old) {
    old.replaceWith(card);
    return;
  }
  card.classList.add("new");
  const empty = list.querySelector(".empty");
  if (empty) empty.remove();
  list.prepend(card);
  tell("New: " + card.querySelector("h2").textContent.replace(/\s+/g, " ").trim());
}

let queue = Promise.resolve(); // one after another: cards stay in the order of the feed

function follow() {
  const stream = new EventSource(list.dataset.stream);
  for (const kind of ["event.created", "event.updated"]) {
    stream.addEventListener(kind, (event) => {
      queue = queue.then(() => showCard(event)).catch(() => {});
    });
  }
  stream.addEventListener("event.retracted", (event) => {
    const old = document.getElementById("e-" + JSON.parse(event.data).id);
    if (old) old.remove();
  });
  stream.addEventListener("open", () => {
    document.documentElement.dataset.live = "open";
    if (!status.textContent || status.textContent.startsWith("The line")) tell("Live: new calls appear by themselves.");
  });
  stream.addEventListener("error", () => {
    document.documentElement.dataset.live = "cut";
    tell("The line to the server is cut; trying again.");
  });
}

if (list) follow();
