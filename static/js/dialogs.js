// A link or button with data-dialog="id" opens that <dialog> instead of leaving the page; data-close closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const menu = opener.closest("details.menu");
    menu?.removeAttribute("open");
    dialog.addEventListener("close", () => (menu?.querySelector("summary") ?? opener).focus(), { once: true });
    dialog.showModal();
  } else if (event.target.closest("[data-close]")) {
    event.target.closest("dialog")?.close();
  } else if (event.target instanceof HTMLDialogElement && outside(event)) {
    event.target.close();
  }
});

// A click on the backdrop is reported on the dialog itself, but outside its box.
function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
