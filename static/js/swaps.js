// After a fragment was exchanged, somebody on a keyboard goes on where they were, not at the top of the page.
const CONTROLS = "a, button, input:not([type=hidden]), textarea, select";
let place = null;
let settled = [];

const name = (element) => ["hx-post", "hx-get", "href", "name"].map((a) => element.getAttribute(a)).find(Boolean);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const trigger = detail.requestConfig?.elt;
  const active = document.activeElement;
  const row = trigger?.closest?.(".more-row");
  place = {
    row: row && { before: row.previousElementSibling, parent: row.parentElement },
    lost: active !== document.body && detail.target.contains(active) ? name(active) ?? "" : null,
    opens: detail.requestConfig?.verb === "get" && trigger?.matches(CONTROLS),
  };
});

// One answer may bring several pieces; look at all of them before choosing.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  settled.push(detail.elt);
  if (settled.length === 1) setTimeout(goOn);
});

function goOn() {
  const all = settled.flatMap((piece) => [piece, ...piece.querySelectorAll("*")]);
  const next = place && destination(all, place);
  settled = [];
  place = null;
  if (!next) return;
  if (!next.matches(CONTROLS)) next.tabIndex = -1;
  next.focus();
}

function destination(all, { row, lost, opens }) {
  const wanted = all.find((element) => element.matches("[data-autofocus], .fresh"));
  if (wanted) return wanted;
  // "Show more" was replaced by what it brought: go on with the first of it.
  if (row) return (row.before ? row.before.nextElementSibling : row.parent.firstElementChild)?.querySelector(CONTROLS);
  const field = opens && all.find((element) => element.matches("textarea"));
  if (field) return field;
  if (lost === null || document.activeElement !== document.body) return null;
  const controls = all.filter((element) => element.matches(CONTROLS));
  return controls.find((element) => name(element) === lost) ?? controls[0];
}
