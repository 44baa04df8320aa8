"""What WordPress puts into a post besides HTML: the line of "more", pages of a post, and shortcodes."""

import re
from collections.abc import Callable
from html import escape

from blogs.importers.records import ImportedImage

Gallery = Callable[[list[str] | None], list[ImportedImage]]

_MORE = re.compile(r"<!--\s*more\b[^>]{0,200}?-->", re.IGNORECASE)
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->", re.IGNORECASE)
_NAMES = (
    "caption|wp_caption|gallery|embed|youtube|vimeo|wpvideo|videopress|video|audio|playlist|code|sourcecode|"
    "soundcloud|slideshare|dailymotion|ted|tweet"
)
_SHORTCODE = re.compile(rf"\[(/?)({_NAMES})\b([^\[\]]*)\]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))""")
_PICTURE = re.compile(r"\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a\s*>)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]+")
_SITES = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "wpvideo": "https://videopress.com/v/",
    "videopress": "https://videopress.com/v/",
    "tweet": "https://twitter.com/i/status/",
}


def has_blocks(html: str) -> bool:
    """Whether the block editor wrote it; then a newline means nothing, as in WordPress itself."""
    return "<!-- wp:" in html


def split_more(html: str) -> tuple[str, str]:
    """The part before and the part after "more"; the second is empty when there is none."""
    found = _MORE.search(html)
    return (html[: found.start()], html[found.end() :]) if found else (html, "")


def to_html(html: str, gallery: Gallery) -> str:
    """Plain HTML: page breaks become rules, known shortcodes pictures, links or code; others stay text."""
    html = _NEXT_PAGE.sub("\n\n<hr>\n\n", html)
    closings = _closings(html)
    pieces: list[str] = []
    opened: tuple[str, str, int] | None = None
    end = 0
    for found in _SHORTCODE.finditer(html):
        closing, name, attributes = found[1], found[2], found[3]
        if opened and not (closing and name == opened[0]):
            continue
        pieces.append(html[end : found.start()] if not opened else "")
        if opened:
            content = html[opened[2] : found.start()]
            pieces.append(_enclosing(opened[0], opened[1], content))
            opened = None
        elif html[found.start() - 1 : found.start()] == "[" and html[found.end() : found.end() + 1] == "]":
            pieces[-1] = pieces[-1][:-1] + found[0]
            end = found.end() + 1
            continue
        elif not closing and found.end() <= closings.get(name, -1):
            opened = (name, attributes, found.end())
        else:
            pieces.append("" if closing else _alone(name, attributes, gallery))
        end = found.end()
    return "".join(pieces) + html[end:]


def _closings(html: str) -> dict[str, int]:
    """Where each kind of shortcode is closed for the last time."""
    return {found[2]: found.start() for found in _SHORTCODE.finditer(html) if found[1]}


def _enclosing(name: str, attributes: str, content: str) -> str:
    if name in ("caption", "wp_caption"):
        return _caption(_attributes(attributes), content)
    if name in ("code", "sourcecode"):
        language = _attributes(attributes).get("language", "")
        return f'<pre class="language-{escape(language)}">{escape(content)}</pre>'
    found = _ADDRESS.search(f"{content} {attributes}")
    return _link(found[0]) if found else escape(content)


def _caption(attributes: dict[str, str], content: str) -> str:
    picture = _PICTURE.match(content)
    split = picture.end() if picture else 0
    text = content[split:].strip() or attributes.get("caption", "")
    caption = f"<figcaption>{text}</figcaption>" if text else ""
    return f"<figure>{content[:split].strip()}{caption}</figure>"


def _alone(name: str, attributes: str, gallery: Gallery) -> str:
    if name == "gallery":
        ids = _attributes(attributes).get("ids", "")
        images = gallery([key.strip() for key in ids.split(",") if key.strip()] or None)
        return "".join(f'<div><img src="{escape(i.url)}" alt="{escape(i.alt or i.title)}"></div>' for i in images)
    found = _ADDRESS.search(attributes)
    if found:
        return _link(found[0].rstrip("&;"))
    key = attributes.split()[0] if attributes.split() else ""
    if name in _SITES and re.fullmatch(r"[\w-]{1,40}", key):
        return _link(_SITES[name] + key)
    return ""


def _attributes(text: str) -> dict[str, str]:
    return {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(text)}


def _link(url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'
