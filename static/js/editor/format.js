import { insertBlock, lines, mark, replace } from "./text.js";
import { ITEM } from "./lists.js";

const SIGNS = { bold: "**", italic: "*", strike: "~~", code: "`" };
const PREFIXES = {
  quote: [/^> ?/, () => "> "],
  bullets: [/^[-*+] (?!\[[ xX]\] )/, () => "- "],
  numbers: [/^\d+[.)] /, (n) => `${n}. `],
  tasks: [/^[-*+] \[[ xX]\] /, () => "- [ ] "],
};

export function format(field, name, words) {
  if (SIGNS[name]) wrap(field, SIGNS[name]);
  else if (PREFIXES[name]) prefix(field, ...PREFIXES[name]);
  else ({ heading, link, table, mention })[name]?.(field, words);
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

function link(field, words) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const text = value.slice(start, end);
  if (/^https?:\/\/\S+$/.test(text)) return replace(field, start, end, `[](${text})`, start + 1);
  const label = text || words.linkText;
  const at = start + label.length + 3;
  replace(field, start, end, `[${label}](https://)`, at, at + 8);
}

function table(field, words) {
  const head = words.tableHead;
  insertBlock(field, `| ${head} 1 | ${head} 2 |\n| --- | --- |\n|  |  |\n|  |  |`);
}

function mention(field) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  replace(field, start, end, /[\w.-]$/.test(value.slice(0, start)) ? " @" : "@");
}
