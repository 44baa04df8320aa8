// Copies of unsaved texts in this browser, one key per person, draft and open page.
import { replace } from "./edit.js";
import { fill, words } from "./server.js";

const PREFIX = "engawa:draft:";
const ME = Math.random().toString(36).slice(2);
const KEPT = 30 * 24 * 3600 * 1000;

const place = (form) => `${PREFIX}${form.dataset.user}:${form.dataset.autosaveUrl || location.pathname}:`;

export function keep(form, fields, submitted) {
  try {
    localStorage.setItem(place(form) + ME, JSON.stringify({ at: Date.now(), fields, submitted }));
    return true;
  } catch { return false; }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* storage is off */ }
}

export function forgetMine(form) {
  forget(place(form) + ME);
}

// What earlier pages left for this text, newest first.
function leftovers(form) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(place(form)) && !key.endsWith(ME))
      .map((key) => ({ key, ...JSON.parse(localStorage[key]) }))
      .filter((copy) => copy.at > Date.now() - KEPT || forget(copy.key))
      .sort((a, b) => b.at - a.at);
  } catch { return []; }
}

// What a person typed or chose, as one string: hidden fields differ from page to page.
export function typed(form) {
  return JSON.stringify(inputs(form).map((input) => [input.name, valueOf(input)]));
}

function restore(form, text, write) {
  const values = JSON.parse(text);
  inputs(form).forEach((input, n) => {
    // The same place if the form is the same, else the same name.
    const [, value] = values[n]?.[0] === input.name ? values[n] : values.find(([name]) => name === input.name) || [];
    if (value === undefined) return;
    if (/checkbox|radio/.test(input.type)) input.checked = value;
    else if (input.multiple) for (const option of input.options) option.selected = value.includes(option.value);
    else write(input, value);
  });
}

function inputs(form) {
  return [...form.elements].filter((input) => input.name && !/^(hidden|file|submit|button|reset|image|fieldset)$/.test(input.type));
}

function valueOf(input) {
  if (/checkbox|radio/.test(input.type)) return input.checked;
  return input.multiple ? [...input.selectedOptions].map((option) => option.value) : input.value;
}

const SKEW = 120_000; // the clocks of server and browser may differ

// Offers what an earlier page could not save. Nothing is put in place, or thrown away, unasked.
export function recovery(form, box, autosave) {
  const here = typed(form);
  const saved = Date.parse(form.dataset.savedAt);
  const copies = leftovers(form).filter((copy) =>
    (copy.fields !== here && !(copy.submitted && copy.at < saved + SKEW)) || forget(copy.key));
  const next = () => {
    const copy = copies.shift();
    box.hidden = !copy;
    if (!copy) return;
    box.querySelector("[data-text]").textContent = fill(words.recovery, { local: clock(copy.at), server: clock(saved) });
    box.querySelector("[data-restore]").onclick = () => {
      box.hidden = true;
      restore(form, copy.fields, write);
      forget(copy.key);
      autosave.save();
    };
    box.querySelector("[data-discard]").onclick = () => {
      forget(copy.key);
      next();
    };
  };
  next();
}

function write(input, value) {
  if (!/^(textarea|text)$/.test(input.type)) input.value = value;
  else {
    input.focus();
    replace(input, 0, input.value.length, value);
  }
}

function clock(time) {
  const style = { dateStyle: "medium", timeStyle: "short" };
  return time ? new Intl.DateTimeFormat(document.documentElement.lang, style).format(time) : words.never;
}
