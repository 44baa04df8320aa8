"""Pieces of Markdown made from plain text: literal text stays literal, links and code stay whole."""

import re

from blogs.importers.records import parts_of

_SPECIAL = re.compile(r"[\\`*\[\]~_&<@#＃]")
_ALWAYS = re.compile(r"[\\`*\[\]]")
# "…|\Z": the next character may stand in the next element.
_TILDES = re.compile(r"~(?=~|\Z)|(?<=~)~|\A~")
# An underscore inside a word never opens emphasis, and snake_case would be unreadable with backslashes.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+[A-Za-z0-9/=_#&-]")
_ENTITY = re.compile(r"&(?=#?\w{1,40};|#?\w{0,40}\Z)")
_MENTION = re.compile(r"(?<![A-Za-z0-9_@])@(?=[a-z0-9]|\Z)", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w#&/])#(?=[\w-]|\Z)")
_MARKER = re.compile(r"^(\s*)([-+>#=|]|~~~|:(?=\s))", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_LOOKS_LIKE_MARKER = re.compile(r"[-+](?=\s|$)|>|#{1,6}(?=\s|$)|[=-]+\s*$|\||[-:| ]+$|~~~|:\s")
_UNSAFE_IN_URL = {character: f"%{ord(character):02X}" for character in ' ()<>"\\`\n\t|[]*'}
_URL_TABLE = str.maketrans(_UNSAFE_IN_URL)
_SCHEMES = {"http", "https", "mailto", "tel", ""}


def escape(text: str, *, addresses: bool = True) -> str:
    """Text in which nothing is Markdown any more (line starts apart: see ``escape_line_starts``).

    A bare web address stays a link, as most blogs show it, unless ``addresses`` is off (inside another link).
    """
    if not addresses or "://" not in text:
        return _escape(text)
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        pieces += [_escape(text[end : found.start()]), _address(found[0])]
        end = found.end()
    return "".join([*pieces, _escape(text[end:])])


def _address(url: str) -> str:
    return url if _escape(url) == url else f"<{url}>"


def _escape(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    text = _TILDES.sub(r"\\~", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _MENTION.sub(r"\\@", text)
    return _HASHTAG.sub(r"\\#", text).replace("＃", "&#65283;")


def escape_line_starts(paragraph: str) -> str:
    """A paragraph whose lines cannot be taken for a list, a heading, a quotation, a rule or a table."""
    paragraph = _NUMBER.sub(r"\1\\\2", paragraph)
    return _MARKER.sub(_escape_marker, paragraph)


def _escape_marker(match: re.Match) -> str:
    start = match.start(2)
    end = match.string.find("\n", start)
    line = match.string[start : end if end >= 0 else None]
    return f"{match[1]}\\{match[2]}" if _LOOKS_LIKE_MARKER.match(line) else match[0]


def code_span(text: str) -> str:
    """An inline code span of any text, backticks included."""
    text = " ".join(text.split())
    if not text:
        return ""
    fence = "`" * (longest_run(text, "`") + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_block(text: str, language: str = "") -> str:
    """A fenced block of any text."""
    fence = "`" * max(3, longest_run(text, "`") + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def longest_run(text: str, character: str) -> int:
    """Length of the longest run of one character."""
    return max((len(run) for run in re.findall(re.escape(character) + "+", text)), default=0)


def safe_url(url: str) -> str:
    """The address as it may stand in ``(…)``, or nothing when it would run code or leads nowhere."""
    url = re.sub(r"[\x00-\x1f\x7f]", "", url).strip()
    scheme = parts_of(url).scheme.lower()
    # "C:\\photo.jpg" and "javascript&colon;" have a colon before any slash but no scheme we know.
    if scheme not in _SCHEMES or (not scheme and ":" in url.split("/", 1)[0].split("?", 1)[0]):
        return ""
    return url.translate(_URL_TABLE)


def link(text: str, url: str) -> str:
    """A link, or only its text when the address is refused. Without a text, the address shows itself."""
    url = safe_url(url)
    if not url:
        return text
    if not text and re.match("https?://", url):
        return f"<{url}>"
    return f"[{text or escape(url)}]({url})"


def image(alt: str, url: str) -> str:
    """An image, or only its description when the address is refused."""
    alt, url = escape(" ".join(alt.split())), safe_url(url)
    return f"![{alt}]({url})" if url else alt
