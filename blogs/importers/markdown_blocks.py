"""Finished blocks of Markdown from the pieces collected inside one HTML element."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from blogs.importers.markdown_text import escape_line_starts

LISTS = ("ul", "ol", "menu", "dir")
_MARKED = re.compile(r"(?<!\\)\*|^[`|>#-]", re.MULTILINE)


@dataclass(slots=True)
class Frame:
    """An open element that collects finished blocks and the inline text of the block being written."""

    tag: str
    element: object = None
    blocks: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    number: int = 1
    tight: bool = True


def paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of inline text: a blank line parts them, spaces at the ends of lines go."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r" {2,}", " ", text))
    for part in re.split(r"\n{2,}", text):
        if part.strip():
            yield escape_line_starts(part.strip())


def around(text: str, mark: str) -> str:
    """Marks must touch the text, and must not run across a blank line."""
    parts = re.split(r"(\s*\n\s*\n\s*)", text)
    return "".join(part if index % 2 else _mark_one(part, mark) for index, part in enumerate(parts))


def _mark_one(text: str, mark: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))


def list_item(frame: Frame, parent: Frame) -> str:
    marker = f"{parent.number}." if parent.tag == "ol" else "-"
    parent.number += 1
    marker = marker.ljust(3) + " " if len(marker) < 4 else marker + " "
    separator = "\n" if _is_tight(frame.blocks) else "\n\n"
    body = separator.join(frame.blocks)
    return marker + indented(body, " " * len(marker)).lstrip(" ")


def _is_tight(blocks: list[str]) -> bool:
    """One paragraph followed only by lists reads as one item; more needs blank lines."""
    return all(re.match(r"(?:-|\d+\.) ", block) for block in blocks[1:])


def _quoted(frame: Frame) -> str:
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(frame.blocks).split("\n"))


def _heading(frame: Frame) -> str:
    level = int(frame.tag[1])
    text = " ".join(" ".join(frame.blocks).split())
    return f"{'#' * level} {re.sub(r'(#+)$', _escaped_hash, text)}" if text else ""


def _escaped_hash(match: re.Match) -> str:
    return "\\" + match[1]


def _term(frame: Frame) -> str:
    return "\n\n".join(block if _MARKED.search(block) else around(block, "**") for block in frame.blocks)


def _captioned(frame: Frame) -> str:
    return "\n\n".join(block if _MARKED.search(block) else around(block, "*") for block in frame.blocks)


def _list(frame: Frame) -> str:
    return ("\n\n" if any("\n\n" in block for block in frame.blocks) else "\n").join(frame.blocks)


_BLOCK_WRITERS = {
    "blockquote": _quoted,
    **dict.fromkeys(LISTS, _list),
    **dict.fromkeys((f"h{level}" for level in range(1, 7)), _heading),
    **dict.fromkeys(("dt", "summary", "legend"), _term),
    "li": lambda frame: "\n\n".join(frame.blocks),
}


def write_block(frame: Frame) -> str:
    """The Markdown of a finished frame."""
    return _BLOCK_WRITERS.get(frame.tag, _captioned)(frame)
