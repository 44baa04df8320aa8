// Word writes list items as paragraphs with `mso-list: l0 level2 lfo1` and the sign as text: make real lists of them.

const LEVEL = /mso-list:\s*\S+\s+level(\d)/i;
const NUMBER = /^\s*[(（]?([\d０-９]+|[a-z]|[ivx]+|[①-⑳]|[一二三四五六七八九十]+)[.)．、）]|^\s*[①-⑳]/i;

export function listsFromWord(page) {
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
