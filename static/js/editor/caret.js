// Where the caret is on the page: the same text in a copy of the field, with a sign at the end.

const SAME = ["box-sizing", "width", "padding", "border", "font", "letter-spacing", "line-height", "text-indent", "tab-size",
  "word-break", "overflow-wrap", "text-transform", "word-spacing", "font-feature-settings"];

export function caretAt(field, index) {
  const copy = document.createElement("div");
  const sign = document.createElement("span");
  const style = getComputedStyle(field);
  for (const name of SAME) copy.style.setProperty(name, style.getPropertyValue(name));
  for (const [name, value] of [["position", "absolute"], ["visibility", "hidden"], ["inset", "0 auto auto 0"], ["white-space", "pre-wrap"]]) {
    copy.style.setProperty(name, value);
  }
  copy.textContent = field.value.slice(0, index);
  sign.textContent = field.value.slice(index, index + 1) || ".";
  copy.append(sign);
  document.body.append(copy);
  const [box, from, to] = [field, copy, sign].map((element) => element.getBoundingClientRect());
  copy.remove();
  return {
    left: box.left + to.left - from.left - field.scrollLeft,
    top: box.top + to.top - from.top - field.scrollTop,
    height: to.height,
  };
}
