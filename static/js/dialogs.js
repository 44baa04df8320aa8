// A link or button with data-dialog="id" opens that <dialog> instead of leaving the page; data-close closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const menu = opener.closest("details.menu");
    if (menu) borrow(dialog, menu);
    dialog.showModal();
  } else if (event.target.closest("[data-close]")) {
    event.target.closest("dialog")?.close();
  } else if (event.target instanceof HTMLDialogElement && outside(event)) {
    event.target.close();
  }
});

// What is inside a closed menu is not drawn: for as long as it is open the dialog lives outside.
function borrow(dialog, menu) {
  const home = dialog.parentElement;
  menu.open = false;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    home.append(dialog);
    menu.querySelector("summary").focus();
  }, { once: true });
}

// A click on the backdrop is reported on the dialog itself, but outside its box.
function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
