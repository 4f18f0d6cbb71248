/*
 * One step of planning saves itself while somebody types. Without this script its button does the same.
 *
 * The form carries data-part, data-save and data-key. A field with data-late is saved when it is left, because half a
 * date is no date. Whatever goes wrong, the form still holds what was typed, and its button still works.
 */
import { start } from "./save.js";

const WORDS = {
  waiting: "Bezig met opslaan…",
  offline: "Geen verbinding. Je kunt doorgaan: dit wordt opgeslagen zodra het kan.",
  login: "Je bent uitgelogd. Log in een ander tabblad in. Wat je typte, blijft staan.",
  refused: "Nog niet opgeslagen. Kijk bij de rode melding.",
  conflict: "Iemand anders wijzigde deze tip intussen. Kies Opslaan om te vergelijken.",
};
const form = document.querySelector("form[data-part]");
const { part, save, key } = form.dataset;
const code = part.split(":")[1];
const base = form.elements.base;
const told = form.querySelector("[data-saved]");
const fields = () => [...form.elements].filter((field) => field.name && field.type !== "submit" && field !== base);
const mine = () => fields().filter((field) => field.name !== "csrfmiddlewaretoken" && !field.disabled);
const ticks = (field) => field.type === "checkbox" || field.type === "radio";
let state = "saved";
let touched = false; // whether anything was saved or typed on this page
let leaving = false; // whether a form is on its way to the server
let wished = null; // what happens when all is saved: a form that goes, or a link that is followed

/* What the form holds now: {name: [texts]}, as the browser would send it. */
function collect() {
  const value = {};
  for (const field of mine()) {
    value[field.name] ??= [];
    if (!ticks(field) || field.checked) value[field.name].push(field.value);
  }
  return value;
}

function fill(value) {
  for (const field of mine()) {
    const texts = value[field.name];
    if (!texts) continue;
    if (ticks(field)) field.checked = texts.includes(field.value);
    else field.value = texts[0] ?? "";
  }
}

function show(now) {
  state = now.state;
  const words = state === "saved" && touched ? "Opgeslagen" : (WORDS[state] ?? "");
  if (told.textContent !== words) told.textContent = words;
}

const block = (name) => document.getElementById(`div_id_${name}`);

function clear() {
  form.querySelectorAll("[data-refused]").forEach((note) => note.remove());
  form.querySelectorAll("[data-wrong]").forEach((holder) => {
    holder.classList.remove("utrecht-form-field--invalid", "utrecht-form-fieldset--invalid");
    delete holder.dataset.wrong;
  });
  mine().forEach((field) => field.removeAttribute("aria-invalid"));
}

/* Put the message of the server at its field, as the page without a script does. */
function refuse(name, texts) {
  const holder = block(name);
  if (!holder) return;
  const note = document.createElement("div");
  note.className = "utrecht-form-field__error-message utrecht-form-field-error-message";
  note.dataset.refused = "";
  note.id = `id_${name}_refused`;
  note.textContent = texts.join(" ");
  const kind = holder.matches("fieldset") ? "utrecht-form-fieldset--invalid" : "utrecht-form-field--invalid";
  holder.classList.add(kind);
  holder.dataset.wrong = "";
  const place = [...holder.querySelectorAll("legend, .utrecht-form-field__label, .utrecht-form-field-description")].pop();
  if (place) place.after(note);
  else holder.prepend(note);
  for (const field of mine().filter((one) => one.name === name)) {
    field.setAttribute("aria-invalid", "true");
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ");
    field.setAttribute("aria-describedby", [...new Set([...described, note.id])].join(" ").trim());
  }
}

/* Bring what the product noticed, and the state of the tip, up to date with what was just saved. */
async function refresh() {
  const answer = await fetch(form.action, { redirect: "error" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of [`[data-remarks="${code}"]`, `#tip-${code} .dh-tip__state`, ".dh-progress"]) {
    const [here, there] = [document.querySelector(place), page.querySelector(place)];
    if (here && there && here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
  }
}

const saver = start({
  url: save,
  keyUrl: key,
  scope: save,
  show,
  conflict: () => {},
  refused: (where, answer) => {
    if (where !== part) return;
    clear();
    Object.entries(answer.fields ?? {}).forEach(([name, texts]) => refuse(name, texts));
  },
  restore: (where, value) => {
    touched = true;
    if (where === part) fill(value);
  },
  saved: (where, version, waits) => {
    touched = true;
    if (where !== part) return;
    base.value = version;
    clear();
    if (!waits) refresh().catch(() => {});
  },
});
saver.know(part, Number(base.value) || 0);

function keep() {
  touched = true;
  saver.change(part, collect());
}

form.addEventListener("input", ({ target }) => {
  if (!("late" in target.dataset) && !ticks(target) && target.tagName !== "SELECT") keep();
  else touched = true;
});
form.addEventListener("change", ({ target }) => {
  if ("late" in target.dataset || ticks(target) || target.tagName === "SELECT") keep();
});

/*
 * Nobody leaves before the last change went out. Who presses save and follows a link before that is done, goes where the
 * link leads: the last wish counts, and what was typed is in the flush either way.
 */
async function leave(wish) {
  const busy = wished;
  wished = wish;
  if (busy) return;
  await saver.flush();
  await new Promise((good) => setTimeout(good)); // while its own event is going on, a form does not submit again
  const go = wished;
  wished = null;
  go();
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (leaving || (target !== form && state === "saved" && !wished)) return;
  event.preventDefault();
  leave(() => {
    if (target === form) {
      if (state === "offline" || state === "login" || state === "waiting") return; // it is kept, and the page says so
      saver.resolve(part, undefined, Number(base.value) || 0); // from here on the form itself carries what was typed
    }
    leaving = true;
    target.requestSubmit(submitter);
  });
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab or a window of its own
  if (state === "saved" && !wished) return;
  event.preventDefault();
  leave(() => location.assign(link.href));
});
