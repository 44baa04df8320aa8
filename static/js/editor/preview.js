import { post } from "./request.js";

const WAIT = 500;
const WIDE = "(min-width: 62rem)";
const CHOICE = "engawa:preview";

export function preview(form, field, root, button) {
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
