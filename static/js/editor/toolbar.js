import { format } from "./format.js";
import { words } from "./parts.js";
import { upload } from "./uploads.js";

export function toolbar(root, field) {
  const bar = root.querySelector("[role=toolbar]");
  const buttons = [...bar.querySelectorAll("button")];
  const files = root.querySelector("input[type=file]");
  const reach = (button) => buttons.forEach((other) => { other.tabIndex = other === button ? 0 : -1; });

  bar.addEventListener("focusin", (event) => reach(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.command;
    if (name === "image") files.click();
    else if (name) command(field, name);
  });
  choosing(files, field);
  reach(buttons[0]);
  bar.hidden = false;
}

export function command(field, name) {
  field.focus();
  format(field, name, words);
}

export function choosing(files, field) {
  files.addEventListener("change", () => {
    field.focus();
    if (files.files.length) upload(field, files.files);
    files.value = "";
  });
}
