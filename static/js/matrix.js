/*
 * The score matrix by keyboard: a digit is a score and goes on to the next cell, 0 is 'geen beeld', Delete and Backspace
 * clear it, arrows go to another cell. No key waits for the network; by touch and mouse the cells are plain radio buttons,
 * with 'Wis' as one more of them until the score is shown.
 */
import { listen, saver } from "./meeting.js";

const form = document.querySelector("[data-matrix]");
const rows = [...form.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[data-cell]")]);
const cells = rows.flat();
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const NOTHING = "leeg";
const choices = (cell) => [...cell.querySelectorAll("input[type=radio]")].filter((choice) => choice.value !== NOTHING);
const clearing = (cell) => cell.querySelector(`input[value=${NOTHING}]`);
const isFilled = (cell) => Boolean(chosen(cell)) || "other" in cell.dataset;
const chosen = (cell) => choices(cell).find((choice) => choice.checked);

function count() {
  form.querySelector("[data-filled]").textContent = cells.filter(isFilled).length;
}

function go(cell) {
  if (cell) (chosen(cell) ?? choices(cell)[0]).focus();
}

function keepScore(cell, score) {
  saver.change(cell.dataset.cell, { score, entry: form.elements.entry.value });
  delete cell.dataset.other;
  cell.querySelector("[data-already]")?.remove();
  count();
}

function clearScore(cell) {
  if (!clearing(cell)) return warn(cell, "Deze score is al getoond. Je kunt hem nog wijzigen, niet meer wissen.");
  const was = isFilled(cell) || clearing(cell).checked;
  [...choices(cell), clearing(cell)].forEach((choice) => (choice.checked = false));
  go(cell);
  if (was) keepScore(cell, NOTHING);
}

function chooseScore(cell, digit) {
  const value = digit === "0" ? "geen" : digit;
  choices(cell).find((choice) => choice.value === value).checked = true;
  keepScore(cell, value);
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
  if (/^[0-5]$/.test(event.key)) chooseScore(cell, event.key);
  else if (event.key in MOVES) move(cell, MOVES[event.key]);
  else if (event.key === "Delete" || event.key === "Backspace") clearScore(cell);
  else return;
  event.preventDefault();
});
form.addEventListener("change", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  if (event.target.value === NOTHING) clearScore(cell);
  else keepScore(cell, event.target.value);
});
form.addEventListener("submit", (event) => event.preventDefault());

for (const cell of cells) {
  const version = form.elements[`${cell.dataset.cell}:version`];
  listen(cell.dataset.cell, Number(cell.dataset.version), {
    saved: (now) => {
      version.value = now;
      cell.querySelector("[data-note]")?.remove();
    },
    refused: (messages) => {
      warn(cell, messages.join(" "));
      if (chosen(cell)) return;
      cell.dataset.other = ""; // it could not be cleared: it stands there still
      count();
      saver.resolve(cell.dataset.cell, undefined, Number(version.value));
    },
    restore: ({ score }) => {
      delete cell.dataset.other;
      choices(cell).forEach((choice) => (choice.checked = choice.value === score));
      count();
    },
    conflict: (theirs, now) => {
      const act = theirs.entry ? "vulde dit intussen in" : "wiste dit intussen";
      warn(cell, `Iemand anders ${act}. Kies de score opnieuw als de jouwe blijft.`);
      choices(cell).forEach((choice) => (choice.checked = false));
      if (theirs.entry) cell.dataset.other = "";
      count();
      saver.resolve(cell.dataset.cell, undefined, now);
    },
  });
}
count();
