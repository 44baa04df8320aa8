import { insert, insertBlock, lines, replace } from "./text.js";
import { markdown } from "./markdown.js";
import { upload } from "./uploads.js";

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;

export function pasting(field) {
  let plain = false;
  field.addEventListener("keydown", (event) => {
    plain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.code === "KeyV";
  });
  field.addEventListener("paste", (event) => {
    if (!plain && paste(field, event.clipboardData)) event.preventDefault();
    plain = false;
  });
  field.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    field.classList.add("dropping");
  });
  for (const name of ["dragleave", "drop"]) field.addEventListener(name, () => field.classList.remove("dropping"));
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    field.focus();
    upload(field, event.dataTransfer.files);
  });
}

function paste(field, clipboard) {
  const text = clipboard.getData("text/plain").trim();
  const { value, selectionStart: start, selectionEnd: end } = field;
  const chosen = value.slice(start, end);
  if (ADDRESS.test(text) && chosen.trim() && !/\n/.test(chosen) && !ADDRESS.test(chosen)) {
    replace(field, start, end, `[${chosen}](${text})`);
    return true;
  }
  const result = markdown(clipboard.getData("text/html"));
  // Excel adds a picture of the cells, a browser the address of a copied picture: words win over files.
  if (!result && clipboard.files.length) {
    upload(field, clipboard.files);
    return true;
  }
  if (!result || result === text) return false;
  const here = lines(field);
  if (/\n|^(#|>|[-|] )/.test(result) && (here.text.trim() || /\n\n|\|/.test(result))) insertBlock(field, result);
  else insert(field, result);
  return true;
}
