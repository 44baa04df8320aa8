// Short notices at the foot of the page. Elsewhere: dispatch "toast" with the text as detail (or {value: text},
// which is what an HX-Trigger header gives).
const area = document.getElementById("toasts");

function show(text) {
  if (!area || !text || [...area.children].some((toast) => toast.dataset.text === text)) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.text = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", area.dataset.close);
  close.addEventListener("click", () => toast.remove());
  toast.append(text, close);
  area.append(toast);
  setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), 8000);
}

const byStatus = { 401: "forbidden", 403: "forbidden", 429: "busy" };

document.addEventListener("toast", (event) => show(event.detail?.value ?? event.detail));
document.addEventListener("htmx:sendError", () => show(area?.dataset.offline));
document.addEventListener("htmx:timeout", () => show(area?.dataset.offline));
document.addEventListener("htmx:responseError", ({ detail }) => {
  show(area?.dataset[byStatus[detail.xhr.status] ?? "failed"]);
});
