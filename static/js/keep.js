/*
 * Keeps what a participant types before it is saved. Nothing needs this script: the button saves without it.
 *
 * It says that words are kept only after the server said so. A refusal comes with words of its own, as plain text.
 */
const form = document.querySelector("form[data-keep]");
const field = form?.elements.text; // the page before the questions loads this too, so that it is there already
const line = form?.querySelector("[data-kept]");
const REST = 1500;
const QUIET = 5000; // between two messages, for who hears them
const KEPT = "Uw tekst is bewaard, nog niet opgeslagen: alleen u ziet dit.";
const LOST = "Niet bewaard. Uw tekst staat nog op deze pagina.";
let known = form && "unsaved" in form.dataset ? null : field?.defaultValue; // what the server has
let spoken = 0;
let resting, speaking;

function say(words) {
  clearTimeout(speaking);
  if (!words || words === line.textContent) {
    line.textContent = words;
    return;
  }
  speaking = setTimeout(() => {
    line.textContent = words;
    spoken = Date.now();
  }, Math.max(0, spoken + QUIET - Date.now()));
}

async function send(text) {
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), keepalive: true });
    if (answer.status === 204) return text ? KEPT : "";
    known = null;
    return /^text\/plain/.test(answer.headers.get("Content-Type")) ? await answer.text() : LOST;
  } catch {
    known = null;
    return LOST;
  }
}

async function keep() {
  clearTimeout(resting);
  const text = field.value;
  if (text === known) return;
  known = text;
  const words = await send(text);
  if (text === field.value) say(words);
}

function start() {
  field.addEventListener("input", () => {
    clearTimeout(resting);
    say("");
    resting = setTimeout(keep, REST);
  });
  field.addEventListener("blur", keep);
  addEventListener("pagehide", () => {
    if (field.value === known) return;
    known = field.value;
    navigator.sendBeacon(form.dataset.keep, new FormData(form));
  });
  document.addEventListener("submit", () => {
    clearTimeout(resting);
    known = field.value; // what was pressed decides about these words now
  });
  keep();
}

if (form) start();
