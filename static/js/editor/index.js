// The one entry. A page may bring editors at any time (htmx), so each start looks for new ones only.
import "./clear.js";
import { light } from "./light.js";

const known = new WeakSet();

function start(root) {
  const fields = [...root.querySelectorAll("textarea[data-editor=light], form[data-editor] [data-editor-text]")];
  if (root.matches?.("textarea[data-editor=light]")) fields.push(root);
  for (const field of fields) {
    if (known.has(field)) continue;
    known.add(field);
    light(field);
    if (field.dataset.editor !== "light") import("./full.js").then((module) => module.full(field));
  }
}

document.addEventListener("htmx:load", (event) => start(event.detail.elt));
start(document);
