"""Our inline parser: emphasis beside Japanese text, a bound on the work, @mentions, #tags, bare addresses."""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from .addresses import BARE_ENTRY_PATH
from .source import TooComplex

# Looking ahead for the end of a link label is the one part of the parser that can be made quadratic
# (`[[[[…`). Honest texts of the maximum length stay below a tenth of this.
MAX_LOOKAHEADS = 400_000

# Wide and full-width scripts, their punctuation included: Kana, Han, Hangul, Bopomofo, full-width forms.
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffee"
    "\U0001aff0-\U0001b2ff\U00020000-\U0003fffd]"
)
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_URL = re.compile(r"://[A-Za-z0-9%!#$&'()*+,./:;=?@_~-]{1,2000}")
_URL_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9+.-])(https?)$", re.IGNORECASE)
_MENTION = re.compile(r"@([a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)(?![a-z0-9@])", re.IGNORECASE | re.ASCII)
_TAG = re.compile(r"[#＃]([\w\u3099\u309a-]{1,50})(?![\w\u3099\u309a])")

_WORDLIKE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_NOT_BEFORE_MENTION = _WORDLIKE | frozenset("@.+-/=&%")
_NOT_BEFORE_PATH = _WORDLIKE | frozenset("./:@-%\\")
_BEFORE_TAG = frozenset("([{<>\"'*~|,;:!?")


class FriendlyState(StateInline):
    """CommonMark's delimiter rule counts 「」、。 as punctuation, which breaks `**「重要」**です`.

    This is the known "CJK friendly" amendment: punctuation beside CJK text does not stop emphasis.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Say whether the delimiter run at `start` can open and can close emphasis."""
        src, maximum, end = self.src, self.posMax, start
        while end < maximum and src[end] == src[start]:
            end += 1
        before = src[start - 1] if start else " "
        if start > 1 and _VARIATION.match(before):
            before = src[start - 2]
        after = src[end] if end < maximum else " "
        left = _flanks(outer=before, inner=after)
        right = _flanks(outer=after, inner=before)
        can_open = left and (canSplitWord or not right or _is_punctuation(before))
        can_close = right and (canSplitWord or not left or _is_punctuation(after))
        return Scanned(can_open, can_close, end - start)


def _flanks(*, outer: str, inner: str) -> bool:
    if inner.isspace():
        return False
    if not _is_punctuation(inner) or _CJK.match(inner):
        return True
    return outer.isspace() or _is_punctuation(outer) or _CJK.match(outer) is not None


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


class BoundedInline(ParserInline):
    """The inline parser with our delimiter rule and a bound on look-ahead work per document."""

    def skipToken(self, state: StateInline) -> None:
        """Skip one token while looking ahead; raises TooComplex when a document does it too often."""
        steps = state.env["lookaheads"] = state.env.get("lookaheads", 0) + 1
        if steps > MAX_LOOKAHEADS:
            raise TooComplex
        super().skipToken(state)

    def parse(self, src: str, md: MarkdownIt, env: dict, tokens: list[Token]) -> list[Token]:
        """Parse `src` into `tokens`."""
        state = FriendlyState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def add_rules(md: MarkdownIt) -> None:
    """Register mentions, tags and bare addresses; they run before CommonMark's own inline rules."""
    md.inline.add_terminator_char("＃")
    md.inline.add_terminator_char("/")
    for name, rule in (("url", url), ("own_path", own_path), ("mention", mention), ("tag", tag)):
        md.inline.ruler.before("newline", name, rule)


def url(state: StateInline, silent: bool) -> bool:
    """`https://…`: ASCII only, so that Japanese directly after an address is not swallowed."""
    start = state.pos
    if state.linkLevel or not state.src.startswith("://", start):
        return False
    scheme = _URL_SCHEME.search(state.src, max(0, start - 6), start)
    found = _URL.match(state.src, start, state.posMax)
    if not scheme or not found:
        return False
    rest = _without_trailing_punctuation(found[0])
    if not rest[3:4].isalnum():
        return False
    if not silent:
        if not state.pending.endswith(scheme[1]):
            return False
        state.pending = state.pending[: -len(scheme[1])]
        _push(state, "address", scheme[1] + rest)
    state.pos = start + len(rest)
    return True


def _without_trailing_punctuation(text: str) -> str:
    while text[-1] in "?!.,:;*_~'\"&" or (text[-1] == ")" and text.count(")") > text.count("(")):
        text = text[:-1]
    return text


def own_path(state: StateInline, silent: bool) -> bool:
    """`/posts/12/` standing alone in a text."""
    start = state.pos
    if state.linkLevel or state.src[start] != "/":
        return False
    if start and state.src[start - 1] in _NOT_BEFORE_PATH:
        return False
    return _take(state, silent, BARE_ENTRY_PATH, "address")


def mention(state: StateInline, silent: bool) -> bool:
    """`@handle`, not inside an e-mail address or a path."""
    start = state.pos
    if state.linkLevel or state.src[start] != "@":
        return False
    if start and state.src[start - 1] in _NOT_BEFORE_MENTION:
        return False
    return _take(state, silent, _MENTION, "mention")


def tag(state: StateInline, silent: bool) -> bool:
    """`#tag` or `＃tag` at a line start, after a blank or after punctuation; never digits alone."""
    start = state.pos
    if state.linkLevel or state.src[start] not in "#＃":
        return False
    if start and not _may_precede_tag(state.src[start - 1]):
        return False
    found = _TAG.match(state.src, start, state.posMax)
    if not found or not any(char.isalpha() for char in found[1]):
        return False
    text = found[0].rstrip("-")
    if not silent:
        _push(state, "tag", text)
    state.pos = start + len(text)
    return True


def _may_precede_tag(char: str) -> bool:
    if char.isspace() or char in _BEFORE_TAG:
        return True
    return char not in "#＃＆＠" and _is_punctuation(char) and _CJK.match(char) is not None


def _take(state: StateInline, silent: bool, pattern: re.Pattern[str], kind: str) -> bool:
    found = pattern.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        _push(state, kind, found[0])
    state.pos = found.end()
    return True


def _push(state: StateInline, kind: str, content: str) -> None:
    token = state.push(kind, "", 0)
    token.content = content
