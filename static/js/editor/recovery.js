import { forget, leftovers, restore, typed } from "./copies.js";
import { fill, words } from "./parts.js";
import { replace } from "./text.js";

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

export function clock(time) {
  const style = { dateStyle: "medium", timeStyle: "short" };
  return time ? new Intl.DateTimeFormat(document.documentElement.lang, style).format(time) : words.never;
}
