"""Tables of HTML as tables of Markdown; tables that only make a layout as the blocks they hold."""

from collections.abc import Callable

from blogs.importers.markdown_text import escape

MAX_COLUMNS = 50


def table_blocks(table, to_markdown: Callable) -> list[str]:
    """Blocks of Markdown for one ``<table>``: its caption, then a grid, or its cells one after the other."""
    blocks = [f"**{_text(caption)}**" for caption in table.iterchildren("caption") if _text(caption)]
    rows = _rows(table)
    if not rows:
        return blocks
    if _is_layout(rows):
        return blocks + [text for row in rows for cell in row if (text := to_markdown(cell))]
    return [*blocks, _grid(rows, to_markdown)]


def _rows(table) -> list[list]:
    rows = []
    for part in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        lines = [part] if part.tag == "tr" else part.iterchildren("tr")
        for line in lines:
            cells = list(line.iterchildren("td", "th"))
            if cells:
                rows.append(cells)
    return rows


def _is_layout(rows: list[list]) -> bool:
    """One column, or cells with tables, lists or code of their own, cannot be a grid of single lines."""
    if max(len(row) for row in rows) == 1:
        return True
    inner = ("table", "ul", "ol", "pre", "blockquote", "h1", "h2", "h3")
    return any(next(cell.iterdescendants(*inner), None) is not None for row in rows for cell in row)


def _grid(rows: list[list], to_markdown: Callable) -> str:
    lines = [_cells(row, to_markdown) for row in rows]
    width = min(max(len(line) for line in lines), MAX_COLUMNS)
    if not all(cell.tag == "th" for cell in rows[0]):
        lines.insert(0, [])
    lines = [(line + [""] * width)[:width] for line in lines]
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: list, to_markdown: Callable) -> list[str]:
    cells = []
    for cell in row[:MAX_COLUMNS]:
        text = " ".join(to_markdown(cell).split()).replace("\\|", "|").replace("|", "\\|")
        cells += [text, *[""] * (_span(cell) - 1)]
    return cells


def _span(cell) -> int:
    span = cell.get("colspan") or ""
    return min(max(int(span), 1), MAX_COLUMNS) if span.isdigit() and len(span) < 4 else 1


def _text(element) -> str:
    return escape(" ".join("".join(element.itertext()).split()))
