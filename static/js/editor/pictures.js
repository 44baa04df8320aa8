import { part } from "./parts.js";
import { changed } from "./text.js";

const PICTURE = /!\[((?:\\.|[^\]\\])*)\]\((\/files\/[\w-]{22}\/)[^)]*\)/g;
const NAME = /\.\w{3,4}$/; // a file's name is no description

// Under the text: each of its pictures with a field for the description that screen readers read.
export function pictures(field) {
  const list = part("pictures");
  let shown = "";
  field.after(list);
  const update = () => {
    const found = [...field.value.matchAll(PICTURE)];
    const now = found.map((match) => match[2]).join();
    if (now !== shown) list.replaceChildren(...found.map((match, n) => row(field, match, n)));
    else found.forEach((match, n) => show(list.children[n].querySelector("input"), match[1]));
    shown = now;
    list.hidden = !found.length;
  };
  field.addEventListener("input", update);
  field.form?.addEventListener("reset", () => setTimeout(update));
  update();
}

function row(field, [, alt, url], n) {
  const item = part("picture");
  const input = item.querySelector("input");
  item.querySelector("img").src = `${url}480/`;
  show(input, alt);
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!event.isComposing) describe(field, n, input.value);
  });
  input.addEventListener("compositionend", () => describe(field, n, input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
  return item;
}

function show(input, alt) {
  if (document.activeElement !== input) input.value = NAME.test(alt) ? "" : alt.replace(/\\(.)/g, "$1");
}

function describe(field, n, text) {
  const match = [...field.value.matchAll(PICTURE)][n];
  if (!match) return;
  const start = match.index + 2;
  field.setRangeText(text.replace(/[\\[\]]/g, "\\$&"), start, start + match[1].length, "preserve");
  changed(field);
}
