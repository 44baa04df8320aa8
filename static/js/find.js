// The search field of the top bar: "/" goes there, arrow keys walk through what is suggested, Escape leaves.
document.addEventListener("keydown", (event) => {
  const form = document.querySelector(".find");
  const at = document.activeElement;
  if (!form || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !at.closest("input, textarea, select, [contenteditable]")) {
    const field = form.offsetParent ? form.q : document.querySelector("[name=q]:not(.find *)");
    if (!field) return;
    event.preventDefault();
    field.select();
  } else if (form.contains(at)) {
    const stops = [form.q, ...form.querySelectorAll(".find-list a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && stops[1]) {
      event.preventDefault();
      stops.at((stops.indexOf(at) + step) % stops.length).focus();
    } else if (event.key === "Escape") at.blur();
  }
});
