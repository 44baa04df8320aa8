// A pasted table (Excel, Google Sheets, Word, web). `cell` writes one cell, `blocks` what is no table of data.

export function table(node, blocks, cell) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const caption = node.querySelector(":scope > caption");
  // Tables that only lay out a page or a mail, and a single copied cell, are read as text.
  if (node.querySelector("table,ul,ol,pre") || rows.length * (rows[0]?.cells.length || 0) < 2) {
    return rows.flatMap((row) => [...row.cells].flatMap(blocks));
  }
  const grid = trim(layOut(rows, cell));
  if (!grid.length) return [];
  const width = Math.max(...grid.map((row) => row.length));
  const line = (row) => `| ${Array.from({ length: width }, (_, n) => row[n]?.text || "").join(" | ")} |`;
  const rule = Array.from({ length: width }, (_, n) => right(grid, n) ? "---:" : "---");
  const text = [line(grid[0]), `| ${rule.join(" | ")} |`, ...grid.slice(1).map(line)].join("\n");
  return caption ? [cell(caption), text] : [text];
}

// Joined cells: the text once, the places they cover empty.
function layOut(rows, cell) {
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
