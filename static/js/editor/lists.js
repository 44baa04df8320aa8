import { lines, replace } from "./text.js";

// Indent and quote signs, then a list sign with its spaces and perhaps a task box. Matches any line.
export const ITEM = /^(\s*(?:> ?)*)((?:[-*+]|(\d{1,9})([.)]))(?: +|$)(\[[ xX]\] )?)?/;

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
