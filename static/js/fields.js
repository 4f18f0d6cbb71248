/* What a form of the meeting holds, as it travels: {name: text, list of texts for check boxes that share a name, or true}. */

export const ticks = (field) => field.type === "checkbox" || field.type === "radio";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
const named = (form, name) => fieldsOf(form).filter((field) => field.name === name);
const isShared = (form, field) => field.type === "checkbox" && named(form, field.name).length > 1;

export function collect(form) {
  const value = {};
  for (const field of fieldsOf(form)) {
    const { name } = field;
    if (isShared(form, field)) value[name] = [...(value[name] ?? []), ...(field.checked ? [field.value] : [])];
    else if (field.type === "radio") value[name] = field.checked ? field.value : (value[name] ?? "");
    else if (field.type === "checkbox") value[name] = field.checked;
    else value[name] = field.value;
  }
  return value;
}

export function fill(form, value) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in value)) continue;
    if (isShared(form, field)) field.checked = value[field.name].includes(field.value);
    else if (field.type === "radio") field.checked = field.value === value[field.name];
    else if (field.type === "checkbox") field.checked = Boolean(value[field.name]);
    else field.value = value[field.name];
  }
}

/* Whether nobody filled anything in; what a select shows by itself does not count. */
export const isBlank = (form) =>
  fieldsOf(form).every((field) => (ticks(field) ? !field.checked : field.tagName === "SELECT" || !field.value.trim()));

export function labelOf(form, name) {
  const [field] = named(form, name);
  const group = ticks(field) ? field.closest("fieldset")?.querySelector("legend") : null;
  return (group ?? field.labels[0]).textContent.replace("(mag leeg blijven)", "").trim();
}

/* What somebody reads for a text or a list of texts of a field. */
export function wordsOf(form, name, value) {
  const choices = named(form, name).flatMap((field) => (field.tagName === "SELECT" ? [...field.options] : ticks(field) ? [field] : []));
  const texts = [value].flat().map((text) => {
    const choice = choices.find((one) => one.value === text);
    return choice ? (choice.text ?? choice.labels[0].textContent).trim() : text === true ? "ja" : String(text);
  });
  return texts.filter((text) => text && text !== "false").join(", ") || "leeg";
}

/* The names of the fields in which two values differ; an empty list, no text and false are all nothing. */
export function differing(mine, theirs) {
  const plain = (value) => JSON.stringify([value ?? ""].flat().filter((one) => one !== "" && one !== false));
  return Object.keys(mine).filter((name) => plain(mine[name]) !== plain(theirs[name]));
}
