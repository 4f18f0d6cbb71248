/*
 * The score matrix by keyboard: a digit is a score and goes on to the next cell, 0 is 'geen beeld', arrows go to another
 * cell. No key waits for the network; by touch and mouse the cells are plain radio buttons.
 */
import { listen, saver } from "./meeting.js";

const form = document.querySelector("[data-matrix]");
const rows = [...form.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[data-cell]")]);
const cells = rows.flat();
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const choices = (cell) => [...cell.querySelectorAll("input[type=radio]")];
const chosen = (cell) => choices(cell).find((choice) => choice.checked);

function count() {
  form.querySelector("[data-filled]").textContent = cells.filter((cell) => chosen(cell) || "other" in cell.dataset).length;
}

function go(cell) {
  if (cell) (chosen(cell) ?? choices(cell)[0]).focus();
}

function keep(cell) {
  saver.change(cell.dataset.cell, { score: chosen(cell).value, entry: form.elements.entry.value });
  delete cell.dataset.other;
  count();
}

function choose(cell, digit) {
  const value = digit === "0" ? "geen" : digit;
  choices(cell).find((choice) => choice.value === value).checked = true;
  keep(cell);
  const next = cells[cells.indexOf(cell) + 1];
  if (next) go(next);
  else go(cell);
}

function move(cell, [down, right]) {
  const row = rows.findIndex((found) => found.includes(cell));
  if (right) return go(rows[row][rows[row].indexOf(cell) + right]);
  const filled = rows.filter((found) => found.length);
  const to = filled[filled.indexOf(rows[row]) + down];
  return to && go(to[Math.min(rows[row].indexOf(cell), to.length - 1)]);
}

function warn(cell, words) {
  const note = cell.querySelector("[data-note]") ?? cell.appendChild(document.createElement("p"));
  note.dataset.note = "";
  note.className = "dh-cell-note";
  note.textContent = words;
}

form.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.target.type !== "radio") return;
  if (/^[0-5]$/.test(event.key)) choose(cell, event.key);
  else if (event.key in MOVES) move(cell, MOVES[event.key]);
  else return;
  event.preventDefault();
});
form.addEventListener("change", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell) keep(cell);
});
form.addEventListener("submit", (event) => event.preventDefault());

for (const cell of cells) {
  const version = form.elements[`${cell.dataset.cell}:version`];
  listen(cell.dataset.cell, Number(cell.dataset.version), {
    saved: (now) => {
      version.value = now;
      cell.querySelector("[data-note]")?.remove();
    },
    refused: (messages) => warn(cell, messages.join(" ")),
    restore: ({ score }) => {
      choices(cell).forEach((choice) => (choice.checked = choice.value === score));
      count();
    },
    conflict: (theirs, now) => {
      warn(cell, "Iemand anders vulde dit intussen in. Kies de score opnieuw als de jouwe blijft.");
      choices(cell).forEach((choice) => (choice.checked = false));
      cell.dataset.other = "";
      saver.resolve(cell.dataset.cell, undefined, now);
    },
  });
}
count();
