// HTML from the clipboard to Markdown. The document is inert: nothing in it loads or runs.
import { mark } from "./edit.js";

const BLOCK = "address,article,aside,blockquote,center,dd,details,div,dl,dt,fieldset,figcaption,figure,footer,form,h1,h2,h3," +
  "h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,tbody,td,th,tr,ul";
const SILENT = "script,style,head,title,template,noscript,svg,iframe,object,button,select,textarea,[hidden]";
const WORTH = "h1,h2,h3,h4,h5,h6,ul,ol,table,a[href],b,strong,i,em,s,del,strike,blockquote,pre,code,p.MsoTitle," +
  "[data-style*=mso-list],[data-style*=font-weight],[data-style*=italic],[data-style*=line-through]";
const FILE = /^\/files\/[\w-]{22}\//;

// Markdown, or "" when plain text says the same.
export function markdown(html) {
  const page = new DOMParser().parseFromString(harmless(html), "text/html");
  if (!page.body.querySelector(WORTH)) return "";
  listsFromWord(page);
  // Google Docs wraps everything into a <b> that is not bold.
  for (const wrapper of page.querySelectorAll("b[data-style*=normal]")) wrapper.replaceWith(...wrapper.childNodes);
  page.querySelectorAll(SILENT).forEach((element) => element.remove());
  return blocks(page.body).join("\n\n");
}

// Our content security policy would refuse styles and handlers, loudly, even in a document that never shows.
function harmless(html) {
  return html.replace(/<style[^]*?<\/style>/gi, "").replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
}

function blocks(parent) {
  const result = [];
  let run = [];
  const flush = () => {
    const text = run.map(inline).join("").replace(/[ \t]*\n[ \t]*/g, "\n").trim();
    if (text) result.push(text.split("\n").map(escapeStart).join("\n"));
    run = [];
  };
  for (const node of parent.childNodes) {
    if (!isBlock(node)) run.push(node);
    else { flush(); result.push(...block(node)); }
  }
  flush();
  return result;
}

function isBlock(node) {
  if (node.nodeType !== 1) return false;
  return node.matches(BLOCK) || (!node.matches("a") && node.querySelector(BLOCK) !== null);
}

function block(node) {
  const name = node.localName;
  if (/^h[1-6]$/.test(name) || node.matches("p.MsoTitle")) return heading(node, +name[1] || 1);
  if (name === "ul" || name === "ol") return list(node);
  if (name === "table") return table(node);
  if (name === "pre") return fence(node);
  if (name === "hr") return ["---"];
  const inner = blocks(node);
  if (name === "blockquote" && inner.length) return [inner.join("\n\n").replace(/^/gm, "> ").replace(/^> $/gm, ">")];
  return inner;
}

function heading(node, level) {
  const text = oneLine(node).replace(/^\*\*(.*)\*\*$/, "$1");
  return text ? ["#".repeat(level) + " " + text] : [];
}

function fence(node) {
  const ticks = "`".repeat(Math.max(3, ...(node.textContent.match(/`+/g) || []).map((run) => run.length + 1)));
  const language = /\blang(?:uage)?-(\w+)/.exec(node.className + " " + node.firstElementChild?.className)?.[1] || "";
  return [`${ticks}${language}\n${node.textContent.replace(/\n$/, "")}\n${ticks}`];
}

function list(node) {
  const items = [];
  let number = node.start || 1;
  for (const child of node.children) {
    const nested = child.matches("ul,ol");
    const sign = node.localName === "ol" ? `${number}. ` : "- ";
    const inner = nested ? list(child) : blocks(child);
    if (!inner.length) continue;
    // Google Docs puts the inner list beside its item, not inside.
    if (nested && items.length) items.push(indent(inner[0], node.localName === "ol" ? `${number - 1}. ` : "- "));
    else if (nested) items.push(inner[0]);
    else { items.push(sign + indent(box(child) + tight(inner), sign).trimStart()); number++; }
  }
  return items.length ? [items.join("\n")] : [];
}

function indent(text, sign) {
  return text.replace(/^(?=.)/gm, " ".repeat(sign.length));
}

function tight(inner) {
  return inner.reduce((text, next) => text + (/^([-*] |\d+\. )/.test(next) ? "\n" : "\n\n") + next);
}

function box(item) {
  const input = item.querySelector(":scope > input[type=checkbox], :scope > :is(label,p) > input[type=checkbox]");
  if (!input && item.getAttribute("role") !== "checkbox") return "";
  return input?.hasAttribute("checked") || item.getAttribute("aria-checked") === "true" ? "[x] " : "[ ] ";
}

function oneLine(node) {
  return inline(node).replace(/\s+/g, " ").trim();
}

function cell(node) {
  return oneLine(node).replace(/\|/g, "\\|");
}

function inline(node) {
  if (node.nodeType === 3) return escape(space(node.data));
  if (node.nodeType !== 1) return "";
  const name = node.localName;
  if (name === "br") return "\n";
  if (name === "img") return picture(node);
  if (/^(code|tt|kbd|samp)$/.test(name)) return code(node.textContent);
  let text = [...node.childNodes].map((child) => inline(child) + (isBlock(child) ? " " : "")).join("");
  if (name === "a") return link(node, text);
  const weight = css(node, "font-weight");
  const fontStyle = css(node, "font-style");
  if (weight ? /bold|[6-9]00/.test(weight) : /^(b|strong)$/.test(name)) text = once(node, text, "**", "b,strong");
  if (fontStyle ? fontStyle.includes("italic") : /^(i|em)$/.test(name)) text = once(node, text, "*", "i,em");
  if (/line-through/.test(css(node, "text-decoration")) || /^(s|del|strike)$/.test(name)) text = once(node, text, "~~", "s,del,strike");
  return text;
}

function css(node, name) {
  return new RegExp(`(?:^|;)\\s*${name}\\s*:([^;]*)`, "i").exec(node.dataset.style)?.[1] || "";
}

// <b><b>…</b></b> and bold headings are bold once.
function once(node, text, sign, names) {
  return node.parentElement.closest(`${names},h1,h2,h3,h4,h5,h6,th`) ? text : mark(text, sign);
}

function link(node, text) {
  const label = text.replace(/\s+/g, " ").trim();
  const url = node.getAttribute("href") || "";
  if (!label || !/^(https?:|mailto:|\/)/i.test(url)) return text;
  const own = new URL(url, location).origin === location.origin;
  if (own && /^[@#]/.test(node.textContent.trim())) return node.textContent.trim();
  if (label.replace(/\\/g, "") === url) return url;
  const safe = url.trim().replace(/[\s()<>\\]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).padStart(2, "0"));
  return `[${label}](${safe})`;
}

// A picture that is here already stays; one from elsewhere would tell that place who reads.
function picture(node) {
  const url = URL.parse?.(node.getAttribute("src"), location);
  const place = url?.origin === location.origin && FILE.exec(url.pathname);
  return place ? `![${escape(node.alt)}](${place[0]})` : "";
}

function code(text) {
  const flat = space(text);
  if (!flat.trim()) return flat;
  return flat.includes("`") ? `\`\` ${flat} \`\`` : `\`${flat}\``;
}

// Word breaks lines anywhere in its source: between two Japanese letters that is no space.
function space(text) {
  const wide = "[\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef]";
  return text.replace(new RegExp(`(${wide})[ \\t]*\\r?\\n\\s*(?=${wide})`, "g"), "$1")
    .replace(new RegExp(`^\\s*\\n\\s*(?=${wide})|(?<=${wide})[ \\t]*\\r?\\n\\s*$`, "g"), "").replace(/[^\S\u3000]+/g, " ");
}

function escape(text) {
  return text.replace(/[\\`*[\]]|~~|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

function escapeStart(line) {
  return line.replace(/^(#{1,6}|>|[-+])(?= |$)/, "\\$1").replace(/^(\d+)([.)])(?= )/, "$1\\$2");
}

// A pasted table (Excel, Google Sheets, Word, web).
function table(node) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const caption = node.querySelector(":scope > caption");
  // Tables that only lay out a page or a mail, and a single copied cell, are read as text.
  if (node.querySelector("table,ul,ol,pre") || rows.length * (rows[0]?.cells.length || 0) < 2) {
    return rows.flatMap((row) => [...row.cells].flatMap(blocks));
  }
  const grid = trim(layOut(rows));
  if (!grid.length) return [];
  const width = Math.max(...grid.map((row) => row.length));
  const line = (row) => `| ${Array.from({ length: width }, (_, n) => row[n]?.text || "").join(" | ")} |`;
  const rule = Array.from({ length: width }, (_, n) => right(grid, n) ? "---:" : "---");
  const text = [line(grid[0]), `| ${rule.join(" | ")} |`, ...grid.slice(1).map(line)].join("\n");
  return caption ? [cell(caption), text] : [text];
}

// Joined cells: the text once, the places they cover empty.
function layOut(rows) {
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const box of row.cells) {
      while (grid[y][x]) x++;
      const down = Math.min(box.rowSpan || 1, rows.length - y);
      for (let dy = 0; dy < down; dy++) {
        for (let dx = 0; dx < Math.min(box.colSpan, 100); dx++) grid[y + dy][x + dx] = { text: "" };
      }
      grid[y][x] = { text: cell(box), right: box.align === "right" || /text-align:\s*right/i.test(box.dataset.style) };
    }
  });
  return grid;
}

function trim(grid) {
  const filled = grid.filter((row) => row.some((box) => box?.text));
  const width = Math.max(0, ...filled.map((row) => row.findLastIndex((box) => box?.text) + 1));
  return filled.map((row) => row.slice(0, width));
}

function right(grid, n) {
  const column = grid.slice(1).map((row) => row[n]).filter((box) => box?.text);
  return column.length > 0 && column.every((box) => box.right);
}

// Word writes list items as paragraphs with `mso-list: l0 level2 lfo1` and the sign as text: make real lists of them.

const LEVEL = /mso-list:\s*\S+\s+level(\d)/i;
const NUMBER = /^\s*[(（]?([\d０-９]+|[a-z]|[ivx]+|[①-⑳]|[一二三四五六七八九十]+)[.)．、）]|^\s*[①-⑳]/i;

function listsFromWord(page) {
  let open = [];
  for (const item of [...page.querySelectorAll("p,h1,h2,h3,h4,h5,h6")]) {
    const level = item.localName === "p" && +LEVEL.exec(item.dataset.style)?.[1];
    if (!level) { open = []; continue; }
    const before = item.previousElementSibling;
    if (open.length && before !== open[0].list) open = [];
    const sign = takeSign(item);
    const name = NUMBER.test(sign) ? "ol" : "ul";
    while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).name !== name))) open.pop();
    if (open.at(-1)?.level !== level) open.push({ level, name, list: start(page, item, open.at(-1)?.list, name) });
    const entry = page.createElement("li");
    entry.append(...item.childNodes);
    open.at(-1).list.append(entry);
    item.remove();
  }
}

function start(page, item, outer, name) {
  const list = page.createElement(name);
  if (outer) outer.lastElementChild.append(list);
  else item.before(list);
  return list;
}

function takeSign(item) {
  const sign = [...item.querySelectorAll("[data-style]")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style));
  sign?.remove();
  return sign?.textContent || "";
}
