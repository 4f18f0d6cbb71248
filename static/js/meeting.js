/*
 * The facilitator's screen: every form with data-part saves itself while somebody types, and the bar on top tells how it
 * stands. A part with a key 'nieuw-…' makes its row with the first save that is whole and changes it from then on; until
 * then it waits in this browser. With data-adding its button lists the line and makes room for the next; with data-leave
 * the form is a page of its own, and its button goes back. A form with data-new adds a line at once.
 * Without this script all of it works by its buttons.
 */
import { collect, differing, fill, isBlank, labelOf, wordsOf } from "./fields.js";
import "./poll.js";
import { start } from "./save.js";

const WORDS = {
  waiting: () => "Bezig met opslaan…",
  offline: (count) => `Geen verbinding. ${many(count)} op opslaan. Typ gewoon door.`,
  login: (count) => `Je bent uitgelogd. Log in een ander tabblad weer in. ${many(count)} zolang.`,
  refused: () => "Eén wijziging is niet opgeslagen. Kijk bij de rode melding.",
  draft: () => {
    const elsewhere = [...drafts].filter((part) => !partForms.has(part)); // a form on this page says so itself
    return elsewhere.length ? `Nog niet opgeslagen: ${elsewhere.map((part) => NAMES[kindOf(part)]).join(", ")}.` : "";
  },
  conflict: () => "Iemand anders wijzigde hetzelfde. Kies bij de rode melding welke tekst blijft.",
};
const NAMES = { afspraak: "een nieuwe afspraak", onderwerp: "een nieuw onderwerp", teamlid: "een nieuw teamlid" };
const QUIET = 5000; // ms between two messages to a screen reader
const SLOW = 3000; // ms that saving may take before the bar says so

const many = (count) => (count === 1 ? "Eén wijziging wacht" : `${count} wijzigingen wachten`);
const clock = () => new Date().toLocaleTimeString("nl-NL", { hour: "numeric", minute: "2-digit" }).replace(":", ".");
const kindOf = (part) => part.split(":")[0];
const isNew = (part) => part.includes(":nieuw-");
const { save, key } = document.querySelector("[data-save]").dataset;
const told = document.querySelector("[data-told]");
const stateLine = document.querySelector("[data-state]");
const bar = document.querySelector("[data-waiting]");
const partForms = new Map([...document.querySelectorAll("form[data-part]")].map((form) => [form.dataset.part, form]));
const listeners = new Map(); // other scripts on the page that know a part: matrix.js
const drafts = new Set(); // parts that are new and not whole yet
const unsaved = new Set(); // parts with something that the server did not take yet
const homeless = new Map(); // new texts for which there is no form (yet): {part: value}
const listed = new Map(); // new texts that stand in a list already: {part: {value, item}}
let safe = false;
let touched = false;
let state = "saved";
let leaving = false;
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
  ({ state, safe } = now);
  if (state !== "saved") touched = true;
  const words = state === "saved" ? (touched ? `Alles opgeslagen, ${clock()} uur` : "") : WORDS[state](now.waiting);
  if (words && stateLine.textContent !== words) tell(words);
  const trouble = !["saved", "waiting", "draft"].includes(state);
  stateLine.textContent = trouble ? "" : words;
  clearTimeout(slow);
  if (state === "waiting" && !bar.hidden) return;
  bar.hidden = !trouble;
  bar.firstElementChild.textContent = trouble ? words : "";
  if (state === "waiting") slow = setTimeout(() => mind(`${many(now.waiting)} op opslaan. Typ gewoon door.`), SLOW);
}

function mind(words) {
  bar.hidden = false;
  bar.firstElementChild.textContent = words;
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
  const list = document.createElement("dl");
  for (const name of differing(mine, theirs)) {
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

/* Say calmly what something new still lacks; it is no error as long as somebody types. */
function wait(form, names) {
  const lacks = names.map((name) => labelOf(form, name).replace(/[?]$/, "")).join(", ");
  const kept = safe ? " Wat je typt, blijft zolang op dit apparaat." : "";
  const words = `Nog niet opgeslagen. Vul nog in: ${lacks}.${kept}`;
  form.querySelector("[data-saved]").textContent = words;
  tell(words);
}

/* Give a form the part under which it saves from now on. */
function take(form, part) {
  partForms.delete(form.dataset.part);
  form.action = form.action.replace(form.dataset.part, part);
  form.dataset.part = part;
  form.elements.version.value = 0;
  partForms.set(part, form);
}

/* Find an empty form for a new text of an earlier tab; null when there is none on this page, or somebody types in it. */
function house(part) {
  const fits = ([known, form]) => isNew(known) && kindOf(known) === kindOf(part) && isBlank(form) && !unsaved.has(known);
  const found = isNew(part) && [...partForms].find(fits)?.[1];
  if (found) take(found, part);
  return found || null;
}

function settle(part, value) {
  homeless.set(part, value);
  for (const [waiting, text] of homeless) {
    const form = house(waiting);
    if (!form) continue;
    homeless.delete(waiting);
    fill(form, text);
  }
}

/* A line that could not be added leaves its list; its text goes back to where it was typed. */
function takeBack(part) {
  const { value, item } = listed.get(part);
  listed.delete(part);
  item?.remove();
  settle(part, value);
}

/* A line that was added stands in its list at once, and its number when the page loads again. */
function addLine(part, value, words = value.text) {
  const kind = kindOf(part);
  const list = document.querySelector(`[data-list="${kind}"]`);
  const item = line("li", words);
  if (list) list.hidden = false;
  list?.append(item);
  const count = document.querySelector(`[data-count="${kind}"]`);
  if (count) count.textContent = Number(count.textContent) + 1;
  return item;
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
    if (answer.unfinished) drafts.add(part);
    if (listed.has(part)) takeBack(part);
    const form = partForms.get(part) ?? document.querySelector(`form[data-new="${part.replace(/-.*/, "")}"]`);
    if (form && answer.unfinished && form.dataset.part) wait(form, Object.keys(answer.fields));
    else if (form) refuse(form, answer.errors);
    else listeners.get(part)?.refused(answer.errors);
  },
  restore: (part, value) => {
    touched = true;
    unsaved.add(part);
    const form = partForms.get(part) ?? house(part);
    if (form) fill(form, value);
    else if (part.startsWith("geparkeerd:nieuw-")) addLine(part, value);
    else if (listeners.has(part)) listeners.get(part).restore(value);
    else if (isNew(part)) homeless.set(part, value);
  },
  saved: (part, version, waits) => {
    drafts.delete(part);
    listed.delete(part);
    homeless.delete(part);
    if (!waits) unsaved.delete(part);
    const form = partForms.get(part);
    if (form) {
      form.elements.version.value = version;
      for (const one of document.querySelectorAll("form[data-follows]")) one.elements.version.value = version;
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

function keep(form) {
  const { part } = form.dataset;
  const mark = form.querySelector("[data-saved]");
  if (mark) mark.textContent = "";
  clear(form);
  drafts.delete(part);
  if (isNew(part) && form.elements.version.value === "0" && isBlank(form)) {
    unsaved.delete(part);
    saver.resolve(part, undefined, 0);
  } else {
    unsaved.add(part);
    saver.change(part, collect(form));
  }
}

const freshKey = () => `${Date.now().toString(36)}-${(added += 1)}-${Math.random().toString(36).slice(2, 8)}`;

/* List what was just typed and make room for the next; the row itself is saved under its own part. */
function addNext(form) {
  const first = form.querySelector("input:not([type=hidden])");
  first.focus();
  if (isBlank(form)) return refuse(form, [form.dataset.adding]);
  keep(form);
  const { part } = form.dataset;
  const value = collect(form);
  const words = Object.entries(value).filter(([, text]) => text).map(([name, text]) => wordsOf(form, name, text));
  saver.flush();
  listed.set(part, { value, item: addLine(part, value, words.join(" · ")) });
  form.reset();
  take(form, `${kindOf(part)}:nieuw-${freshKey()}`);
  saver.know(form.dataset.part, 0);
  const [next] = [...homeless].filter(([waiting]) => kindOf(waiting) === kindOf(part));
  if (next) settle(...next);
}

/* The button of a page of its own: go back once all is saved; what is not right yet goes to the server, which says why. */
async function leaveBy(form, submitter) {
  const isEmpty = isNew(form.dataset.part) && isBlank(form);
  if (!isEmpty) keep(form);
  await saver.flush();
  if (!isEmpty && !unsaved.has(form.dataset.part)) return location.assign(form.dataset.leave);
  if (state === "refused" || state === "draft" || isEmpty) {
    leaving = true;
    setTimeout(() => form.requestSubmit(submitter));
  }
}

for (const [part, form] of partForms) {
  saver.know(part, Number(form.dataset.version));
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    if (form.dataset.leave) return leaveBy(form, event.submitter);
    if ("adding" in form.dataset) return addNext(form);
    keep(form);
    saver.flush();
  });
}

for (const link of document.querySelectorAll("[data-example]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const form = document.querySelector("form[data-leave]");
    fill(form, { text: link.dataset.text, principle: link.dataset.example, kind: "werkafspraak" });
    keep(form);
    form.elements.text.focus();
  });
}

for (const form of document.querySelectorAll("form[data-new]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = collect(form);
    if (!Object.values(value).some((text) => text.trim())) return;
    const part = `${form.dataset.new}-${freshKey()}`;
    saver.change(part, value);
    addLine(part, value);
    form.reset();
    before?.focus();
  });
}

/* Who leaves by a link or a button first lets the last change go out; what cannot go now waits on disk. */
document.addEventListener("click", async (event) => {
  if (event.defaultPrevented) return;
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
const left = document.querySelector("[data-until]");
function timeLeft(until) {
  const minutes = Math.ceil((until * 1000 - Date.now()) / 60000);
  const words = (count) => `${count} ${count === 1 ? "minuut" : "minuten"}`;
  if (minutes > 0) return `nog ${words(minutes)}`;
  return minutes ? `${words(-minutes)} over tijd` : "de tijd is om";
}
function tick() {
  now.textContent = clock();
  const words = left && timeLeft(Number(left.dataset.until));
  if (left && left.textContent !== words) left.textContent = words;
}
if (now) {
  tick();
  setInterval(tick, 5000);
}

/* What is new in the room is put in its place every few seconds; only other words are told. */
const news = () => document.querySelector("[data-news]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
let heard = news();
document.addEventListener("polled", () => {
  const words = news();
  if (words && words !== heard) tell(words);
  heard = words;
});
document.querySelectorAll("[data-plain]").forEach((button) => (button.hidden = true));
document.querySelectorAll("[data-live]").forEach((button) => (button.hidden = false));

/* One key parks what drifts off: F2 goes to the field, wherever the focus is, and back to it by Escape. */
const parking = document.querySelector("form[data-new^=geparkeerd] input[name=text]");
let before = null;
document.addEventListener("keydown", (event) => {
  if (event.key === "F2" && parking) {
    event.preventDefault();
    before = document.activeElement;
    parking.focus();
  } else if (event.key === "Escape" && document.activeElement === parking) before?.focus();
});
