// A form is sent once: the second click is dropped. The button stays enabled, so that its name and value are sent.
const sending = "sending";

function release(form) {
  delete form.dataset[sending];
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || "resubmit" in form.dataset) return;
  if (sending in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset[sending] = "";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 10_000); // a download, or an answer that never came
  // Somebody else may have refused it (a question answered with no): then it was not sent.
  setTimeout(() => event.defaultPrevented && !form.matches("[hx-post], [hx-get]") && release(form));
}, true);

document.addEventListener("htmx:afterRequest", ({ target }) => {
  const form = target.closest?.("form") ?? target.form;
  if (form) release(form);
});

// Coming back by the Back button shows the page as it was left, sent forms included.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

// A filter form sends itself when a choice changes.
document.addEventListener("change", (event) => event.target.closest("form[data-autosubmit]")?.requestSubmit());

document.querySelector("[data-autofocus]")?.focus();
