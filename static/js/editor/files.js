// What comes into a text field from outside: pasted words, pasted, dropped and chosen files, their descriptions.
import { changed, insert, insertBlock, lines, replace, swap } from "./edit.js";
import { markdown } from "./markdown.js";
import { fill, part, token, words } from "./server.js";

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

const running = new WeakMap();
let count = 0;

export function choosing(files, field) {
  files.addEventListener("change", () => {
    field.focus();
    if (files.files.length) upload(field, files.files);
    files.value = "";
  });
}

// Settles when the form's files have arrived; null when none is on its way.
export function uploaded(form) {
  const jobs = running.get(form);
  return jobs?.size ? Promise.all(jobs) : null;
}

function upload(field, files) {
  const jobs = [...files].map((file) => ({ file, mark: `![${fill(words.uploading, { name: file.name.replace(/[[\]\\]/g, " ") })} ${++count}]()` }));
  // A picture takes no words away: with some of them chosen it goes below their line.
  if (field.selectionStart < field.selectionEnd) field.setSelectionRange(lines(field).end, lines(field).end);
  insertBlock(field, jobs.map((job) => job.mark).join("\n"));
  for (const job of jobs) track(field.form, send(field, job));
}

function track(form, job) {
  const jobs = running.get(form) || new Set();
  running.set(form, jobs.add(job));
  job.finally(() => jobs.delete(job));
}

async function send(field, { file, mark }) {
  const row = part("upload");
  const bar = row.querySelector("progress");
  row.querySelector("[data-name]").textContent = file.name;
  field.after(row);
  const { status, data } = await transfer(field.form, file, (share) => { bar.value = share; });
  await quiet(field);
  if (data.markdown) row.remove();
  else report(row, reason(status, data));
  swap(field, mark, data.markdown || "") || (!data.markdown && swap(field, mark + "\n", ""));
}

// XMLHttpRequest, because fetch cannot tell how much has been sent.
function transfer(form, file, progress) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", words.filesUrl);
    request.setRequestHeader("X-CSRFToken", token(form));
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "text";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onloadend = () => {
      let data = {};
      try { data = JSON.parse(request.responseText); } catch { /* an error page, or nothing at all */ }
      done({ status: request.status, data });
    };
    request.send(body);
  });
}

function reason(status, data) {
  if (data.error) return data.error;
  return { 0: words.offline, 401: words.signedOut, 403: words.signedOut, 413: words.tooLarge }[status] || words.uploadFailed;
}

function report(row, text) {
  row.querySelector("progress").remove();
  row.querySelector("[data-error]").textContent = text;
  row.querySelector("button").hidden = false;
  row.querySelector("button").onclick = () => row.remove();
}

// A change to the text would break the word that an input method is composing.
function quiet(field) {
  if (field.dataset.composing === undefined) return null;
  return new Promise((done) => field.addEventListener("compositionend", () => setTimeout(done), { once: true }));
}

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
