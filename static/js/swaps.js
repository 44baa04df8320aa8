// After a fragment was exchanged, somebody on a keyboard is where they were, not at the top of the page.
let pressed = null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const active = document.activeElement;
  const trigger = detail.requestConfig?.elt;
  // "Show more" is replaced by what it brought: remember its place to go on from there.
  const row = trigger?.closest?.(".more-row");
  pressed = row ? { before: row.previousElementSibling, parent: row.parentElement } : null;
  if (!pressed && active && active !== document.body && detail.target.contains(active)) {
    pressed = { label: active.textContent.trim().slice(0, 40), name: active.name, within: detail.target.id };
  }
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const place = pressed;
  pressed = null;
  const wanted = detail.elt.querySelector?.("[data-autofocus]");
  if (wanted) return wanted.focus();
  if (place?.parent) return focusFirst(place.before ? place.before.nextElementSibling : place.parent.firstElementChild);
  if (place && document.activeElement === document.body) refocus(detail.elt);
});

function focusFirst(item) {
  (item?.querySelector("h2 a, h3 a, a, button") ?? item)?.focus({ preventScroll: true });
}

function refocus(swapped) {
  const next = swapped.matches("a, button, input, textarea") ? swapped : swapped.querySelector("button, a, textarea");
  next?.focus({ preventScroll: true });
}
