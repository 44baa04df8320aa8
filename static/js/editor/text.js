// Changes to a textarea. execCommand keeps the browser's own undo; it only works in the focused field.

export function replace(field, start, end, text, from = start + text.length, to = from) {
  if (field.value.slice(start, end) === text) { field.setSelectionRange(from, to); return; }
  const top = field.scrollTop;
  let done = false;
  if (document.activeElement === field) {
    field.setSelectionRange(start, end);
    done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  }
  if (!done) {
    field.setRangeText(text, start, end, "preserve");
    changed(field);
  }
  if (document.activeElement === field) field.setSelectionRange(from, to);
  field.scrollTop = top;
}

export function insert(field, text) {
  replace(field, field.selectionStart, field.selectionEnd, text);
}

// Text that changes while the writer is elsewhere in it: the caret stays where it is.
export function swap(field, old, text) {
  const at = field.value.indexOf(old);
  if (at < 0) return false;
  const moved = (place) => place <= at ? place : Math.max(at + text.length, place + text.length - old.length);
  replace(field, at, at + old.length, text, moved(field.selectionStart), moved(field.selectionEnd));
  return true;
}

export function insertBlock(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(field, lead + text + tail);
}

export function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The whole lines that the selection touches.
export function lines(field) {
  const { value, selectionStart, selectionEnd } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  // A selection that ends at the start of a line does not mean that line.
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const end = value.indexOf("\n", last);
  return { start, end: end < 0 ? value.length : end, text: value.slice(start, end < 0 ? undefined : end) };
}

// Emphasis signs do not count beside a space: spaces go outside.
export function mark(text, sign) {
  const core = text.trim();
  return core ? text.replace(core, () => sign + core + sign) : text;
}
