/*
 * The facilitator's screen: every form with data-part saves itself while somebody types, a form with data-new adds a
 * line at once, and the bar on top tells how it stands. Without this script all of it works by its buttons.
 */
import { start } from "./save.js";

const WORDS = {
  waiting: () => "Bezig met opslaan…",
  offline: (count) => `Geen verbinding. ${many(count)} op opslaan. Typ gewoon door.`,
  login: (count) => `Je bent uitgelogd. Log in een ander tabblad weer in. ${many(count)} zolang.`,
  refused: () => "Eén wijziging is niet opgeslagen. Kijk bij de rode melding.",
  conflict: () => "Iemand anders wijzigde hetzelfde. Kies bij de rode melding welke tekst blijft.",
};
const QUIET = 5000; // ms between two messages to a screen reader
const SLOW = 3000; // ms that saving may take before the bar says so

const many = (count) => (count === 1 ? "Eén wijziging wacht" : `${count} wijzigingen wachten`);
const clock = () => new Date().toLocaleTimeString("nl-NL", { hour: "numeric", minute: "2-digit" }).replace(":", ".");
const { save, key } = document.body.dataset;
const told = document.querySelector("[data-told]");
const stateLine = document.querySelector("[data-state]");
const bar = document.querySelector("[data-waiting]");
const partForms = new Map([...document.querySelectorAll("form[data-part]")].map((form) => [form.dataset.part, form]));
const listeners = new Map(); // other scripts on the page that know a part: matrix.js
let touched = false;
let state = "saved";
let lastTold = 0;
let telling = null;
let slow = null;
let added = 0;

/* Say something to a screen reader, at most once in five seconds; of what comes in between only the last. */
function tell(words) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    lastTold = Date.now();
    told.textContent = words;
  }, Math.max(0, lastTold + QUIET - Date.now()));
}

function show(now) {
  state = now.state;
  if (state !== "saved") touched = true;
  const words = state === "saved" ? (touched ? `Alles opgeslagen, ${clock()} uur` : "") : WORDS[state](now.waiting);
  if (stateLine.textContent !== words) tell(words);
  stateLine.textContent = state === "saved" || state === "waiting" ? words : "";
  clearTimeout(slow);
  const trouble = state !== "saved" && state !== "waiting";
  if (state === "waiting" && !bar.hidden) return;
  bar.hidden = !trouble;
  bar.firstElementChild.textContent = trouble ? words : "";
  if (state === "waiting") slow = setTimeout(() => mind(`${many(now.waiting)} op opslaan. Typ gewoon door.`), SLOW);
}

function mind(words) {
  bar.hidden = false;
  bar.firstElementChild.textContent = words;
}

const ticks = (field) => field.type === "checkbox" || field.type === "radio";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");

/* What a form holds: {name: text, list of texts for check boxes that share a name, or true and false for a single one}. */
function collect(form) {
  const value = {};
  for (const field of fieldsOf(form)) {
    const { name } = field;
    if (field.type === "radio") value[name] = field.checked ? field.value : (value[name] ?? "");
    else if (field.type === "checkbox") value[name] = field.checked;
    else value[name] = field.value;
  }
  return value;
}

function fill(form, value) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in value)) continue;
    if (field.type === "radio") field.checked = field.value === value[field.name];
    else if (field.type === "checkbox") field.checked = Boolean(value[field.name]);
    else field.value = value[field.name];
  }
}

const labelOf = (form, name) => {
  const field = form.querySelector(`[name="${name}"]`);
  const group = ticks(field) ? field.closest("fieldset")?.querySelector("legend") : null;
  return (group ?? field.labels[0]).textContent.trim();
};

function wordsOf(form, name, text) {
  const option = [...form.querySelectorAll(`[name="${name}"]`)].find((one) => ticks(one) && one.value === text);
  return (option ? option.labels[0].textContent.trim() : String(text)) || "leeg";
}

const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
const place = (form) => form.querySelector("[data-refused]");

function clear(form) {
  const box = place(form);
  if (!box) return;
  box.hidden = true;
  box.replaceChildren();
}

function refuse(form, messages) {
  const box = place(form);
  if (!box) return;
  box.replaceChildren(...messages.map((text) => line("p", text)));
  box.hidden = false;
}

/* Show both texts of a conflict with a button for each; nothing is lost until one is chosen. */
function choose(form, part, theirs, version) {
  const mine = collect(form);
  const differing = Object.keys(mine).filter((name) => mine[name] !== (theirs[name] ?? ""));
  const list = document.createElement("dl");
  for (const name of differing) {
    list.append(line("dt", `${labelOf(form, name)} – bij jou`), line("dd", wordsOf(form, name, mine[name])));
    list.append(line("dt", `${labelOf(form, name)} – bij de ander`), line("dd", wordsOf(form, name, theirs[name] ?? "")));
  }
  const button = (words, act) => {
    const made = Object.assign(line("button", words), { type: "button", className: "nl-button nl-button--secondary" });
    made.addEventListener("click", () => {
      clear(form);
      act();
    });
    return made;
  };
  const keep = button("Houd wat ik typte", () => saver.resolve(part, collect(form), version));
  const take = button("Neem de andere tekst", () => {
    fill(form, theirs);
    saver.resolve(part, undefined, version);
  });
  const acts = Object.assign(document.createElement("div"), { className: "dh-actions" });
  acts.append(keep, take);
  place(form).replaceChildren(line("p", "Iemand anders wijzigde dit intussen."), list, acts);
  place(form).hidden = false;
}

/* A line that was added stands in its list at once, and its number when the page loads again. */
function addLine(part, value) {
  const kind = part.split(":")[0];
  document.querySelector(`[data-list="${kind}"]`)?.append(line("li", value.text));
  const count = document.querySelector(`[data-count="${kind}"]`);
  if (count) count.textContent = Number(count.textContent) + 1;
}

export const saver = start({
  url: save,
  keyUrl: key,
  scope: save,
  show,
  conflict: (part, mine, theirs, version) => {
    const form = partForms.get(part);
    if (form) choose(form, part, theirs, version);
    else listeners.get(part)?.conflict(theirs, version);
  },
  refused: (part, answer) => {
    const form = partForms.get(part) ?? document.querySelector(`form[data-new="${part.replace(/-.*/, "")}"]`);
    if (form) refuse(form, answer.errors);
    else listeners.get(part)?.refused(answer.errors);
  },
  restore: (part, value) => {
    touched = true;
    const form = partForms.get(part);
    if (form) fill(form, value);
    else if (part.startsWith("geparkeerd:nieuw-")) addLine(part, value);
    else listeners.get(part)?.restore(value);
  },
  saved: (part, version, waits) => {
    const form = partForms.get(part);
    if (form) {
      form.elements.version.value = version;
      clear(form);
      const mark = form.querySelector("[data-saved]");
      if (mark) mark.textContent = waits ? "" : "Opgeslagen";
    } else listeners.get(part)?.saved(version);
  },
});

/* Let another script on this page have its own parts. */
export function listen(part, version, listener) {
  listeners.set(part, listener);
  saver.know(part, version);
}

for (const [part, form] of partForms) {
  saver.know(part, Number(form.dataset.version));
  const keep = () => {
    const mark = form.querySelector("[data-saved]");
    if (mark) mark.textContent = "";
    clear(form);
    saver.change(part, collect(form));
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    saver.flush();
  });
}

for (const form of document.querySelectorAll("form[data-new]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = collect(form);
    if (!Object.values(value).some((text) => text.trim())) return;
    added += 1;
    const part = `${form.dataset.new}-${Date.now().toString(36)}-${added}`;
    saver.change(part, value);
    addLine(part, value);
    form.reset();
  });
}

/* Who leaves by a link or a button first lets the last change go out; what cannot go now waits on disk. */
let leaving = false;
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.getAttribute("href").startsWith("#") || event.ctrlKey || event.metaKey) return;
  if (state === "saved") return;
  event.preventDefault();
  await saver.flush();
  location.assign(link.href);
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || leaving || state === "saved") return;
  event.preventDefault();
  const { submitter } = event;
  await saver.flush();
  leaving = true;
  setTimeout(() => form.requestSubmit(submitter));
});

const now = document.querySelector("[data-clock]");
const tick = () => (now.textContent = clock());
tick();
setInterval(tick, 5000);
document.querySelectorAll("[data-plain]").forEach((button) => (button.hidden = true));
document.querySelectorAll("[data-live]").forEach((button) => (button.hidden = false));
