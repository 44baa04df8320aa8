// The one entry. A page may bring editors at any time (htmx), so each start looks for new ones only.
import { completeKey, completing } from "./complete.js";
import { continueList, format, indentList } from "./edit.js";
import { choosing, pasting, pictures } from "./files.js";
import { part } from "./server.js";

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

// What every text field of ours can do: paste, files, completion, lists, shortcuts.

const MAC = /Mac|iP/.test(navigator.platform);
const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

function light(field) {
  field.addEventListener("compositionstart", () => { field.dataset.composing = ""; });
  field.addEventListener("compositionend", () => delete field.dataset.composing);
  let leaving = false;
  field.addEventListener("keydown", (event) => {
    // Keys that belong to the input method; Safari ends a composition before its Enter, hence 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (completeKey(field, event) || key(field, event, leaving)) event.preventDefault();
    leaving = event.key === "Escape" || (leaving && event.key === "Shift");
  });
  completing(field);
  pasting(field);
  pictures(field);
  if (field.dataset.editor === "light") addButton(field);
}

function key(field, event, leaving) {
  const { key, shiftKey, altKey } = event;
  const control = MAC ? event.metaKey : event.ctrlKey;
  if (control && key === "Enter") return submit(field.form);
  if (control && !shiftKey && !altKey && SHORTCUTS[key.toLowerCase()]) {
    format(field, SHORTCUTS[key.toLowerCase()]);
    return true;
  }
  if (event.ctrlKey || event.metaKey || altKey) return false;
  if (key === "Enter" && !shiftKey) return continueList(field);
  return key === "Tab" && !leaving && indentList(field, shiftKey);
}

function submit(form) {
  form.requestSubmit(form.querySelector("[data-editor-submit]") || form.querySelector("[type=submit], button:not([type])"));
  return true;
}

function addButton(field) {
  const tools = part("tools");
  const files = tools.querySelector("input");
  tools.querySelector("button").addEventListener("click", () => files.click());
  choosing(files, field);
  field.after(tools);
}

document.addEventListener("htmx:load", (event) => start(event.detail.elt));
start(document);
