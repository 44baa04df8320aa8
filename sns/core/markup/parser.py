"""The one Markdown parser of the process: built at import, holds no state between documents."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import footnotes, inline
from .addresses import is_safe
from .source import MAX_LENGTH, TooComplex

# Lists use two levels each. The parser recurses per level, so this also bounds the Python stack.
MAX_NESTING = 40


def _build() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": MAX_NESTING, "tasklists": True})
    md.inline = inline.BoundedInline()
    md.disable(["html_block", "html_inline", "linkify"])
    md.enable(["table", "strikethrough"])
    md.validateLink = is_safe
    inline.add_rules(md)
    footnotes.add_rules(md)
    md.parse("warm")  # rule chains are compiled at first use, which threads must not do at the same time
    return md


_parser = _build()


def tokenise(text: str) -> list[Token]:
    """Parse normalised `text`; raises TooComplex when it is longer or more tangled than an honest text."""
    if len(text) > MAX_LENGTH:
        raise TooComplex
    return _parser.parse(text, {})
