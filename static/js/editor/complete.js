// @people and #tags: a list near the caret. The focus stays in the text, aria-activedescendant names the choice.
import { replace } from "./edit.js";
import { fill, get, part, words } from "./server.js";

const QUERY = /(?:^|[^\w.@#＠＃\/-])([@＠#＃])([\p{L}\p{N}\p{M}ー_.-]{0,30})$/u;
const WAIT = 150;

let popup, field, found, items = [], active = -1, timer, request;

export function completing(area) {
  area.addEventListener("input", (event) => event.isComposing || ask(area));
  area.addEventListener("compositionend", () => ask(area));
  area.addEventListener("blur", close);
  area.addEventListener("scroll", close);
  area.addEventListener("click", () => field === area && !query(area) && close());
}

// True when the key was for the list.
export function completeKey(area, event) {
  if (field !== area || !items.length) return false;
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") move(key === "ArrowDown" ? 1 : -1);
  else if (key === "Escape") close();
  else if ((key === "Enter" || key === "Tab") && active >= 0 && !event.shiftKey && !event.ctrlKey && !event.metaKey) accept(active);
  else {
    if (/^(Arrow|Home|End|Page)/.test(key)) close();
    return false;
  }
  return true;
}

function query(area) {
  const { value, selectionStart, selectionEnd } = area;
  const match = selectionStart === selectionEnd && QUERY.exec(value.slice(Math.max(0, selectionStart - 40), selectionStart));
  if (!match) return null;
  const people = /[@＠]/.test(match[1]);
  if (!people && !match[2]) return null;
  return { people, text: match[2], start: selectionStart - match[2].length - 1, end: selectionStart };
}

function ask(area) {
  clearTimeout(timer);
  request?.abort();
  const wanted = query(area);
  if (!wanted) return close();
  timer = setTimeout(async () => {
    request = new AbortController();
    const url = `${wanted.people ? words.peopleUrl : words.tagsUrl}?q=${encodeURIComponent(wanted.text)}`;
    const { items: list } = await get(url, request.signal).catch(() => ({}));
    const now = query(area);
    if (document.activeElement !== area || now?.start !== wanted.start || now.text !== wanted.text) return;
    if (list?.length) open(area, wanted, list);
    else close();
  }, WAIT);
}

function open(area, wanted, list) {
  close();
  [field, found, items] = [area, wanted, list];
  popup = part("candidates");
  popup.append(...list.map(wanted.people ? person : tag));
  popup.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the focus stays in the text
    const option = event.target.closest("[role=option]");
    if (option) accept([...popup.children].indexOf(option));
  });
  document.body.append(popup);
  place();
  for (const [name, value] of [["aria-controls", popup.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]]) area.setAttribute(name, value);
  announce(fill(words.candidates, { count: list.length }));
  // A tag may be new: Enter stays a line break until one is chosen.
  if (wanted.people) move(1);
}

function person({ handle, name, reading, unit, avatar }, n) {
  const option = part("person");
  option.id = `candidate-${n}`;
  if (avatar) option.querySelector("img").src = avatar;
  else option.querySelector("img").remove();
  option.querySelector("b").textContent = name;
  option.querySelector("span").textContent = [`@${handle}`, reading, unit].filter(Boolean).join(" · ");
  return option;
}

function tag({ name, count }, n) {
  const option = part("tag");
  option.id = `candidate-${n}`;
  option.querySelector("b").textContent = `#${name}`;
  option.querySelector("span").textContent = count;
  return option;
}

function place() {
  const caret = caretAt(field, found.start);
  const height = popup.offsetHeight;
  const below = caret.top + caret.height + height < innerHeight;
  const left = Math.max(8, Math.min(caret.left, innerWidth - popup.offsetWidth - 8));
  popup.style.setProperty("left", `${left + scrollX}px`);
  popup.style.setProperty("top", `${(below ? caret.top + caret.height : caret.top - height) + scrollY}px`);
}

function move(step) {
  popup.children[active]?.setAttribute("aria-selected", "false");
  active = active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length;
  const option = popup.children[active];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function accept(n) {
  const text = found.people ? `@${items[n].handle} ` : `#${items[n].name} `;
  const after = field.value.slice(found.end, found.end + 1) === " " ? 1 : 0;
  replace(field, found.start, found.end + after, text);
  close();
}

function close() {
  clearTimeout(timer);
  if (!popup) return;
  popup.remove();
  for (const name of ["controls", "autocomplete", "haspopup", "activedescendant"]) field.removeAttribute(`aria-${name}`);
  [popup, field, items, active] = [null, null, [], -1];
}

function announce(text) {
  let line = document.getElementById("editor-announcer");
  if (!line) document.body.append(line = part("announcer"));
  line.textContent = text;
}

// Where the caret is on the page: the same text in a copy of the field, with a sign at the end.

const SAME = ["box-sizing", "width", "padding", "border", "font", "letter-spacing", "line-height", "text-indent", "tab-size",
  "word-break", "overflow-wrap", "text-transform", "word-spacing", "font-feature-settings"];

function caretAt(field, index) {
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
