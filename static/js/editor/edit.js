// Changes to a textarea. execCommand keeps the browser's own undo; it only works in the focused field.
import { words } from "./server.js";

// Chromium needs a minute for 8,000 lines: such a paste goes the fast way, without undo.
const MANY_LINES = 500;

export function replace(field, start, end, text, from = start + text.length, to = from) {
  if (field.value.slice(start, end) === text) { field.setSelectionRange(from, to); return; }
  const top = field.scrollTop;
  let done = false;
  if (document.activeElement === field && text.split("\n", MANY_LINES).length < MANY_LINES) {
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

// Indent and quote signs, then a list sign with its spaces and perhaps a task box. Matches any line.
const ITEM = /^(\s*(?:> ?)*)((?:[-*+]|(\d{1,9})([.)]))(?: +|$)(\[[ xX]\] )?)?/;

export function continueList(field) {
  const { selectionStart: caret, value } = field;
  const { start, text } = lines(field);
  const [head, lead, item, number, dot, box] = ITEM.exec(text);
  if (caret !== field.selectionEnd || caret < start + head.length) return false;
  if (!(item || lead.includes(">")) || fenced(value.slice(0, start))) return false;
  if (!text.slice(head.length).trim()) return endList(field, start, text, lead, item);
  const sign = number ? `${+number + 1}${dot} ` : item && item[0] + " ";
  replace(field, caret, caret, "\n" + lead + (sign || "") + (box ? "[ ] " : ""));
  return true;
}

function endList(field, start, text, lead, item) {
  const outer = item && lead.trim() === "" && lead ? " ".repeat(parent(field, start, lead.length)) + item : "";
  replace(field, start, start + text.length, outer || (item ? lead.replace(/\s+$/, "") : ""));
  return true;
}

// Tab moves a list item under the one above, Shift+Tab out again. Elsewhere Tab leaves the field as always.
export function indentList(field, out) {
  const { start, end, text } = lines(field);
  const [, lead, item] = ITEM.exec(text);
  if (!item || lead.includes(">")) return false;
  const wanted = out ? parent(field, start, lead.length) : under(field, start, lead.length);
  const shift = wanted - lead.length;
  if (!shift) return false;
  const result = text.split("\n").map((line) =>
    shift > 0 ? " ".repeat(shift) + line : line.replace(new RegExp(`^ {0,${-shift}}`), "")).join("\n");
  const { selectionStart, selectionEnd } = field;
  const grown = result.length - text.length;
  replace(field, start, end, result, Math.max(start, selectionStart + shift), selectionEnd + grown);
  return true;
}

function above(field, start) {
  return field.value.slice(0, start).split("\n").slice(0, -1).reverse().map((line) => ITEM.exec(line));
}

function parent(field, start, indent) {
  const outer = above(field, start).find(([, lead, item]) => item && lead.length < indent);
  return outer ? outer[1].length : 0;
}

function under(field, start, indent) {
  const [previous] = above(field, start);
  if (!previous?.[2]) return indent;
  const [, lead, item, number, dot] = previous;
  return Math.max(indent, lead.length + (number ? number.length + dot.length + 1 : 2));
}

function fenced(text) {
  return (text.match(/^ {0,3}(```|~~~)/gm) || []).length % 2 === 1;
}

const SIGNS = { bold: "**", italic: "*", strike: "~~", code: "`" };
const PREFIXES = {
  quote: [/^> ?/, () => "> "],
  bullets: [/^[-*+] (?!\[[ xX]\] )/, () => "- "],
  numbers: [/^\d+[.)] /, (n) => `${n}. `],
  tasks: [/^[-*+] \[[ xX]\] /, () => "- [ ] "],
};

export function format(field, name) {
  field.focus();
  if (SIGNS[name]) wrap(field, SIGNS[name]);
  else if (PREFIXES[name]) prefix(field, ...PREFIXES[name]);
  else ({ heading, link, table, mention })[name]?.(field);
}

function wrap(field, sign) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const text = value.slice(start, end);
  if (sign === "`" && text.includes("\n")) return fence(field, text);
  if (marked(value, start, end, sign)) {
    return replace(field, start - sign.length, end + sign.length, text, start - sign.length, end - sign.length);
  }
  if (!text) return replace(field, start, end, sign + sign, start + sign.length);
  if (text.length > 2 * sign.length && marked(text, sign.length, text.length - sign.length, sign)) {
    const bare = text.slice(sign.length, -sign.length);
    return replace(field, start, end, bare, start, start + bare.length);
  }
  const result = text.split("\n").map((line) => {
    const head = ITEM.exec(line)[0];
    return head + mark(line.slice(head.length), sign);
  }).join("\n");
  const at = result.indexOf(sign);
  if (text.includes("\n") || at < 0) return replace(field, start, end, result, start, start + result.length);
  replace(field, start, end, result, start + at + sign.length, start + result.lastIndexOf(sign));
}

// `*` inside `**` is not italic, unless there are three.
function marked(text, start, end, sign) {
  const before = text.slice(0, start), after = text.slice(end);
  if (!before.endsWith(sign) || !after.startsWith(sign)) return false;
  return sign !== "*" || /(^|[^*])(\*|\*{3})$/.test(before);
}

function fence(field, text) {
  insertBlock(field, "```\n" + text.replace(/\n$/, "") + "\n```");
}

function prefix(field, pattern, sign) {
  const { start, end, text } = lines(field);
  const list = text.split("\n");
  const full = list.filter((line) => line.trim());
  const off = full.length && full.every((line) => pattern.test(line));
  let n = 0;
  const result = list.map((line) => {
    if (!line.trim() && list.length > 1) return line;
    if (off) return line.replace(pattern, "");
    return sign(++n) + (sign(n) === "> " ? line : line.replace(/^([-*+] (\[[ xX]\] )?|\d+[.)] )/, ""));
  }).join("\n");
  const to = start + result.length;
  // One line: the caret keeps its place in the words. Several: they stay selected.
  const caret = Math.max(start, to - (end - field.selectionEnd));
  replace(field, start, end, result, ...(list.length > 1 ? [start, to] : [caret]));
}

function heading(field) {
  const { start, end, text } = lines(field);
  const [, signs, rest] = /^(#{0,6}) *([^]*)$/.exec(text);
  const next = signs.length >= 3 ? "" : "#".repeat(signs.length + 1) + " ";
  replace(field, start, end, next + rest);
}

function link(field) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const text = value.slice(start, end);
  if (/^https?:\/\/\S+$/.test(text)) return replace(field, start, end, `[](${text})`, start + 1);
  const label = text || words.linkText;
  const at = start + label.length + 3;
  replace(field, start, end, `[${label}](https://)`, at, at + 8);
}

function table(field) {
  const head = words.tableHead;
  insertBlock(field, `| ${head} 1 | ${head} 2 |\n| --- | --- |\n|  |  |\n|  |  |`);
}

function mention(field) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  replace(field, start, end, /[\w.-]$/.test(value.slice(0, start)) ? " @" : "@");
}
