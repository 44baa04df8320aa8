// The editor of posts: what light.js does, with toolbar, preview, autosave and recovery.
import { Autosave } from "./autosave.js";
import { part, words } from "./parts.js";
import { preview } from "./preview.js";
import { recovery } from "./recovery.js";
import { toolbar } from "./toolbar.js";

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
