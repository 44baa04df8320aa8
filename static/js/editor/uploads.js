import { token } from "./request.js";
import { fill, part, words } from "./parts.js";
import { insertBlock, swap } from "./text.js";

const running = new WeakMap();
let count = 0;

// Settles when the form's files have arrived; null when none is on its way.
export function uploaded(form) {
  const jobs = running.get(form);
  return jobs?.size ? Promise.all(jobs) : null;
}

export function upload(field, files) {
  const jobs = [...files].map((file) => ({ file, mark: `![${fill(words.uploading, { name: file.name.replace(/[[\]\\]/g, " ") })} ${++count}]()` }));
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
