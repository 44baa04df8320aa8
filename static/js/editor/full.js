// The editor of posts: what index.js does for every field, with toolbar, preview, autosave and recovery.
import { Autosave } from "./autosave.js";
import { recovery } from "./drafts.js";
import { format } from "./edit.js";
import { choosing } from "./files.js";
import { part, post, words } from "./server.js";

export function full(field) {
  const { form } = field;
  const root = field.closest("[data-editor-root]");
  toolbar(root, field);
  preview(form, field, root, root.querySelector("[data-command=preview]"));
  const autosave = new Autosave(form, field, (state, data) => show(root, state, data));
  recovery(form, root.querySelector("[data-editor-recovery]"), autosave);
  templates(form, autosave);
}

// The line speaks when the state changes; the time beside it ticks in silence.
function show(root, state, data = {}) {
  const line = root.querySelector("[role=status]");
  const text = data.error || words[state];
  if (line.textContent !== text) line.textContent = text;
  line.dataset.state = state;
  for (const box of root.querySelectorAll("[data-when]")) box.hidden = box.dataset.when !== state;
  if (data.edit_url) root.querySelector("[data-when=conflict] a").href = data.edit_url;
  const time = root.querySelector("[data-editor-time]");
  time.hidden = state !== "saved";
  if (data.saved_at) time.textContent = new Date(data.saved_at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
}

// Another template means another text: ask, keep this one as a draft, then go.
function templates(form, autosave) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-template-choice]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(autosave.dirty || autosave.touched) || !autosave.worthy()) return;
    event.preventDefault();
    const dialog = part("template-choice");
    document.body.append(dialog);
    dialog.addEventListener("close", async () => {
      dialog.remove();
      if (dialog.returnValue !== "go") return;
      await autosave.running;
      await autosave.save();
      location.assign(link.href);
    });
    dialog.showModal();
  });
}

function toolbar(root, field) {
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
    else if (name) format(field, name);
  });
  choosing(files, field);
  reach(buttons[0]);
  bar.hidden = false;
}

const WAIT = 500;
const WIDE = "(min-width: 62rem)";
const CHOICE = "engawa:preview";

function preview(form, field, root, button) {
  const pane = root.querySelector("[data-editor-preview]");
  let shown, timer, running;

  const scroll = () => {
    const share = field.scrollTop / Math.max(1, field.scrollHeight - field.clientHeight);
    pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight);
  };
  const render = async () => {
    if (running || shown === field.value) return;
    running = true;
    const text = field.value;
    const { status, response } = await post(form.dataset.previewUrl, new URLSearchParams({ body: text }), form).catch(() => ({}));
    if (status === 200) {
      shown = text;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      pane.replaceChildren(...page.body.childNodes);
      scroll();
    }
    running = false;
    if (status === 200 && text !== field.value) later();
  };
  const later = () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(render, WAIT);
  };
  const show = (on) => {
    pane.hidden = !on;
    root.classList.toggle("side", on);
    button.setAttribute("aria-pressed", on);
    if (on) render();
  };
  field.addEventListener("input", later);
  field.addEventListener("scroll", scroll, { passive: true });
  button.addEventListener("click", () => {
    show(pane.hidden);
    try { localStorage.setItem(CHOICE, pane.hidden ? "off" : "on"); } catch { /* not remembered */ }
  });
  show(matchMedia(WIDE).matches && remembered() !== "off");
}

function remembered() {
  try { return localStorage.getItem(CHOICE); } catch { return null; }
}
