"""Tokens → HTML. Everything is escaped here already; bleach then checks it against its closed list."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import escape
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from . import highlight
from .addresses import Address
from .images import Image, caption_html, image_html
from .plain import cut, inline_text, one_line
from .sanitise import sanitise
from .tags import tag_name

# bleach builds a tree in Python, 30 µs for each tag or entity: 40,000 of them take over a second. More is
# shown as plain text.
MAX_MARKS = 40_000
MAX_TOKENS = 60_000
# Nested emphasis (`*a *a *a …`) has no bound in the parser, and html5lib is quadratic in depth.
MAX_INLINE_DEPTH = 60
MAX_BACKLINKS = 20

OUTSIDE_REL = ' rel="noopener noreferrer nofollow"'
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class Person:
    """Who a handle stands for; `url` is a path on our own host."""

    name: str
    url: str


@dataclass(slots=True)
class Names:
    """What one rendering may show, and where it stands."""

    prefix: str
    people: Mapping[str, Person]
    titles: Mapping[int, str]
    images: Mapping[str, Image]
    inside_link: bool = False
    code_left: int = highlight.MAX_CODE_PER_DOCUMENT


def render_tokens(
    tokens: Sequence[Token],
    *,
    prefix: str,
    people: Mapping[str, Person],
    titles: Mapping[int, str],
    images: Mapping[str, Image],
) -> str | None:
    """Return sanitised HTML, or None when the result would be too large or too deep to check."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not an id prefix: {prefix!r}")
    if is_too_large(tokens):
        return None
    env = {"names": Names(prefix, people, titles, images), "headings": heading_levels(tokens)}
    html = _renderer.render(tokens, {}, env)
    return None if html.count("<") + html.count("&") > MAX_MARKS else sanitise(html)


def render_plain(text: str) -> str:
    """Return `text` as escaped paragraphs; nothing in it is markup, so bleach has nothing to check."""
    blocks = (block.strip("\n") for block in text.split("\n\n"))
    return "\n".join("<p>" + escape(block).replace("\n", "<br>") + "</p>" for block in blocks if block.strip())


def is_too_large(tokens: Sequence[Token]) -> bool:
    """Whether there are more tokens, or deeper inline ones, than the renderer should touch."""
    total = len(tokens)
    for token in tokens:
        children = token.children or ()
        total += len(children)
        depth = 0
        for child in children:
            depth += child.nesting
            if depth > MAX_INLINE_DEPTH:
                return True
    return total > MAX_TOKENS


def heading_levels(tokens: Sequence[Token]) -> dict[int, int]:
    """Index of each heading token → level on the page: from 2 down without a gap, whatever the text began with.

    Many people begin with `##`, and a list of headings that jumps from h1 to h3 misleads screen readers.
    """
    levels: dict[int, int] = {}
    above: list[int] = []  # levels as written, from the outermost heading to this one
    for idx, token in enumerate(tokens):
        if token.type == "heading_open":
            written = int(token.tag[1:])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
        if token.type in ("heading_open", "heading_close"):
            levels[idx] = min(len(above) + 1, 6)
    return levels


class PageRenderer(RendererHTML):
    """markdown-it's renderer with our elements. A method renders the token type it is named after."""

    def heading_open(self, tokens, idx, options, env) -> str:
        """The page has its own h1: headings begin below it."""
        return f"<h{env['headings'][idx]}>"

    def heading_close(self, tokens, idx, options, env) -> str:
        """Close what `heading_open` opened."""
        return f"</h{env['headings'][idx]}>\n"

    def paragraph_open(self, tokens, idx, options, env) -> str:
        """A picture alone becomes a figure; the first paragraph of a task becomes the label of its box."""
        task = _task(tokens, idx)
        if task is not None:
            return self.renderToken(tokens, idx, options, env) + f"<label>{_box(task)}"
        if _lone_image(tokens, idx, env["names"]):
            return "<figure>"
        return self.renderToken(tokens, idx, options, env)

    def paragraph_close(self, tokens, idx, options, env) -> str:
        """Close what `paragraph_open` opened."""
        start = _paragraph_start(tokens, idx)
        if _task(tokens, start) is not None:
            return "</label>" + self.renderToken(tokens, idx, options, env)
        if image := _lone_image(tokens, start, env["names"]):
            return caption_html(_caption(image)) + "</figure>\n"
        return self.renderToken(tokens, idx, options, env)

    def list_item_open(self, tokens, idx, options, env) -> str:
        """A task without words has no label, so its box is a character."""
        if "checked" not in tokens[idx].meta:
            return "<li>"
        if _task(tokens, idx + 1) is not None:
            return '<li class="task">'
        return '<li class="task">' + ("☑ " if tokens[idx].meta["checked"] else "☐ ")

    def bullet_list_open(self, tokens, idx, options, env) -> str:
        """A list with tasks carries a class."""
        return '<ul class="tasks">\n' if tokens[idx].attrs else "<ul>\n"

    def ordered_list_open(self, tokens, idx, options, env) -> str:
        """Keep the start number, drop the parser's own class."""
        start = tokens[idx].attrs.get("start")
        return "<ol>\n" if start is None else f'<ol start="{int(start)}">\n'

    def table_open(self, tokens, idx, options, env) -> str:
        """A wide table scrolls in its own focusable region, named after its columns in any language."""
        label = _table_label(tokens, idx)
        region = f' role="region" aria-label="{escape(label)}"' if label else ""
        return f'<div class="table-scroll"{region} tabindex="0"><table>\n'

    def table_close(self, tokens, idx, options, env) -> str:
        """Close the table and its region."""
        return "</table></div>\n"

    def th_open(self, tokens, idx, options, env) -> str:
        """Header cell."""
        return f'<th scope="col"{_align(tokens[idx])}>'

    def td_open(self, tokens, idx, options, env) -> str:
        """Cell; alignment is a class because the policy forbids inline style."""
        return f"<td{_align(tokens[idx])}>"

    def fence(self, tokens, idx, options, env) -> str:
        """Fenced code; only known languages reach the class attribute."""
        code, name = tokens[idx].content, highlight.language(tokens[idx].info)
        names = env["names"]
        names.code_left -= len(code)
        body = highlight.code_html(code, name if names.code_left >= 0 else None)
        language = f' class="language-{name}"' if name else ""
        return f'<pre class="code" tabindex="0"><code{language}>{body}</code></pre>\n'

    def code_block(self, tokens, idx, options, env) -> str:
        """Indented code."""
        return f'<pre class="code" tabindex="0"><code>{escape(tokens[idx].content)}</code></pre>\n'

    def link_open(self, tokens, idx, options, env) -> str:
        """A written link; its address was checked when it was parsed, but `[x]()` has none."""
        address = tokens[idx].meta["address"]
        env["names"].inside_link = bool(address.href)
        if not address.href:
            return ""
        words = escape(address.href) if tokens[idx + 1].type == "link_close" else ""
        return _link_start(address, title=tokens[idx].attrs.get("title")) + words

    def link_close(self, tokens, idx, options, env) -> str:
        """Close a link."""
        closing = "</a>" if env["names"].inside_link else ""
        env["names"].inside_link = False
        return closing

    def address(self, tokens, idx, options, env) -> str:
        """A bare address: an entry by its title if the caller knows it, otherwise as typed."""
        address = tokens[idx].meta["address"]
        title = env["names"].titles.get(address.entry_id)
        if title:
            return f'<a href="{escape(address.href)}" class="entry-link">{escape(title)}</a>'
        return _link_start(address) + escape(tokens[idx].content) + "</a>"

    def mention(self, tokens, idx, options, env) -> str:
        """`@handle` → the person's name; an unknown handle stays text."""
        text = tokens[idx].content
        person = env["names"].people.get(text[1:].lower())
        if person is None:
            return escape(text)
        return f'<a href="{escape(person.url)}" class="mention">@{escape(person.name)}</a>'

    def tag(self, tokens, idx, options, env) -> str:
        """`#tag` → its page."""
        text = tokens[idx].content
        name = quote(tag_name(text), safe="")
        return f'<a href="/tags/{name}/" class="tag">#{escape(text[1:])}</a>' if name else escape(text)

    def image(self, tokens, idx, options, env) -> str:
        """Our own picture, or a plain link: foreign pictures would report our readers."""
        token, names = tokens[idx], env["names"]
        address = token.meta.get("address")
        alt = one_line(inline_text(token.children)) or _caption(token)
        image = names.images.get(address.upload_token) if address else None
        if image:
            return image_html(address.upload_token, image, alt, linked=not names.inside_link)
        text = escape(alt or str(token.attrs["src"]))
        if names.inside_link or not address or not address.href:
            return text
        return f"{_link_start(address)}{text}</a>"

    def footnote_ref(self, tokens, idx, options, env) -> str:
        """The small number in the text."""
        anchor = _footnote(tokens[idx], env)
        number, repeat = tokens[idx].meta["id"] + 1, tokens[idx].meta["subId"]
        own_id = f' id="{anchor("fnref", repeat)}"' if repeat < MAX_BACKLINKS else ""
        return f'<sup class="footnote"><a href="#{anchor("fn")}"{own_id}>{number}</a></sup>'

    def footnote_block_open(self, tokens, idx, options, env) -> str:
        """The list of notes at the end."""
        return '<section class="footnotes"><ol>\n'

    def footnote_block_close(self, tokens, idx, options, env) -> str:
        """Close the list of notes."""
        return "</ol></section>\n"

    def footnote_open(self, tokens, idx, options, env) -> str:
        """One note."""
        return f'<li id="{_footnote(tokens[idx], env)("fn")}">'

    def footnote_close(self, tokens, idx, options, env) -> str:
        """Close a note."""
        return "</li>\n"

    def footnote_anchor(self, tokens, idx, options, env) -> str:
        """The way back to the text."""
        repeat = tokens[idx].meta["subId"]
        if repeat >= MAX_BACKLINKS:
            return ""
        anchor = _footnote(tokens[idx], env)
        return f' <a href="#{anchor("fnref", repeat)}" class="footnote-back">↩</a>'

    def softbreak(self, tokens, idx, options, env) -> str:
        """A single newline is a line break, as Japanese writers expect."""
        return "<br>\n"

    hardbreak = softbreak

    def hr(self, tokens, idx, options, env) -> str:
        """Thematic break."""
        return "<hr>\n"


def _align(token: Token) -> str:
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="align-{side}"' if side else ""


def _table_label(tokens: Sequence[Token], idx: int) -> str:
    """The column heads of the table, shortened."""
    heads: list[str] = []
    for position in range(idx, min(idx + 60, len(tokens))):
        if tokens[position].type == "thead_close":
            break
        if tokens[position].type == "inline":
            heads.append(one_line(inline_text(tokens[position].children)))
    return cut(" / ".join(filter(None, heads)), 80)


def _task(tokens: Sequence[Token], idx: int) -> bool | None:
    """Whether the paragraph at `idx` opens a done task (True), an open one (False) or none (None)."""
    if not idx or tokens[idx].type != "paragraph_open" or not tokens[idx + 1].content.strip():
        return None
    return tokens[idx - 1].meta.get("checked") if tokens[idx - 1].type == "list_item_open" else None


def _box(checked: bool) -> str:
    return f'<input type="checkbox" disabled{" checked" if checked else ""}> '


def _paragraph_start(tokens: Sequence[Token], idx: int) -> int:
    """Where the paragraph closed at `idx` was opened: its text and perhaps footnote anchors lie between."""
    idx -= 1
    while tokens[idx].type == "footnote_anchor":
        idx -= 1
    return idx - 1


def _lone_image(tokens: Sequence[Token], idx: int, names: Names) -> Token | None:
    if tokens[idx].hidden or tokens[idx + 2].type != "paragraph_close":
        return None
    children = tokens[idx + 1].children or ()
    if len(children) != 1 or children[0].type != "image":
        return None
    return children[0] if children[0].meta["address"].upload_token in names.images else None


def _caption(token: Token) -> str:
    return one_line(str(token.attrs.get("title", "")))


def _link_start(address: Address, *, title: str | None = None) -> str:
    about = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(address.href)}"{about}{OUTSIDE_REL if address.outside else ""}>'


def _footnote(token: Token, env: dict) -> Callable[..., str]:
    """A function that names the anchors of the note: `e12-fn1`, `e12-fnref1`, `e12-fnref1-2`."""
    stem, number = env["names"].prefix, token.meta["id"] + 1

    def anchor(kind: str, repeat: int = 0) -> str:
        return f"{stem}-{kind}{number}" + (f"-{repeat}" if repeat else "")

    return anchor


_renderer = PageRenderer()
