"""Footnotes: the plugin's definitions and references, with a look-ahead that cannot run away."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref, footnote_tail

_REFERENCE = re.compile(r"\[\^[^\]\[\s]{1,64}\]")


def add_rules(md: MarkdownIt) -> None:
    """Register `[^label]` and `[^label]: text`; inline notes `^[…]` are left out."""
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.after("image", "footnote_ref", _bounded_reference)
    md.core.ruler.after("inline", "footnote_tail", footnote_tail)


def _bounded_reference(state: StateInline, silent: bool) -> bool:
    # The plugin scans to the next `]` however far it is: quadratic for a long row of `[^[^[^`.
    if state.linkLevel or not _REFERENCE.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent)
