"""HTML, as blogs of twenty years hold it, to Markdown. One walk without recursion, bounded on any input."""

import re
from html import unescape

from lxml import etree

from blogs.importers import html_tables
from blogs.importers.markdown_blocks import LISTS, Frame, around, indented, list_item, paragraphs, write_block
from blogs.importers.markdown_text import (
    code_block,
    code_span,
    escape,
    image,
    link,
    safe_url,
)
from blogs.importers.records import ImportedImage, clean_text, words

BLOCKS = words(
    """address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p
    pre section select summary table tbody td tfoot th thead tr ul"""
)
DROPPED = words(
    """applet audio button canvas colgroup embed head iframe input map math noscript object rp script style
    svg template textarea video"""
)
EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("s", "strike", "del"), "~~"),
}
CODE = frozenset(("code", "kbd", "samp", "tt"))
MEDIA = frozenset(("audio", "video", "iframe", "embed", "object"))
QUOTES = {"q": ("“", "”"), "rt": ("（", "）")}
RAISED = {
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
MAX_NESTING = 12  # of quotations and lists; what lies deeper keeps its text and loses the indentation
MAX_TABLES = 3  # in one another
MAX_IMAGES = 2000
MAX_HTML = 2_000_000  # characters; a longer text keeps its words only

_JAPANESE = "\u3001-\u30ff\u3400-\u9fff\uff00-\uffef"
_BETWEEN_JAPANESE = re.compile(f"(?<=[{_JAPANESE}])\\s*\\n\\s*(?=[{_JAPANESE}])")
_NEWLINE = re.compile(r"\s*\n\s*")
_BLANKS = re.compile(r"[ \t\f\v]{2,}|[\t\f\v]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:(?!-->|<!--).)*-->", re.DOTALL)
# Pictures written into the text itself: megabytes that are refused as addresses anyway.
_INLINE_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=\r\n]+")
_LANGUAGE = re.compile(r"(?:language|lang|brush|highlight)[-:]\s*([A-Za-z0-9+#_-]{1,30})")


def html_to_markdown(html: str, *, line_breaks: bool = False) -> str:
    """Markdown of an HTML fragment.

    With ``line_breaks`` a newline is a break and a blank line ends a paragraph, as WordPress has it.
    """
    return convert(html, line_breaks=line_breaks)[0]


def convert(html: str, *, line_breaks: bool = False) -> tuple[str, list[ImportedImage]]:
    """Markdown of an HTML fragment, and the images in it in order."""
    html = _INLINE_DATA.sub("data:,", clean_text(html))
    if not html.strip():
        return "", []
    if len(html) > MAX_HTML:
        return _words_only(html), []
    parser = _parser()
    root = etree.fromstring(f"<html><body>{html}</body></html>", parser)
    if root is None or parser.error_log.filter_from_fatals():
        # Nested beyond what the parser takes: it would drop the rest, so the bare words are kept.
        return _words_only(html), []
    writer = _Writer(root, line_breaks)
    return writer.write(), writer.images


def _words_only(html: str) -> str:
    return "\n\n".join(paragraphs(escape(unescape(_TAG.sub("\n\n", html)))))


def _parser() -> etree.HTMLParser:
    # A parser per call: one that is shared keeps every attribute name it ever saw.
    return etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)


class _Writer:
    """Walks the tree once with a stack of frames, so that depth never costs the call stack."""

    def __init__(self, root, line_breaks: bool, table_depth: int = 0):
        self.root = root
        self.table_depth = table_depth
        self.line_breaks = line_breaks
        self.images: list[ImportedImage] = []
        self.frames = [Frame("root")]
        self.skipped = None
        self.nesting = 0
        self.marks: list[str] = []
        self.transparent = _inline_elements_around_blocks(root)

    def write(self) -> str:
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            self._start(element) if event == "start" else self._end(element)
        self._flush()
        return "\n\n".join(self.frames[0].blocks).strip("\n")

    # -- walking

    def _start(self, element) -> None:
        if self.skipped is not None:
            return
        tag = element.tag.lower()
        if tag in DROPPED or tag == "pre" or tag in CODE or self._is_table(tag):
            self.skipped = element
            self._atom(tag, element)
            return
        if tag in BLOCKS:
            self._open_block(tag, element)
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._image(element)
        elif self._keeps_frame(tag, element):
            self.frames.append(Frame(tag, element))
            self.marks.append(EMPHASIS.get(tag, tag))
        self._text(element.text)

    def _end(self, element) -> None:
        if self.skipped is not None:
            if element is not self.skipped:
                return
            self.skipped = None
        elif self.frames[-1].element is element:
            self._close(element.tag.lower())
        elif element.tag.lower() in BLOCKS:
            self._flush()
        if element is not self.root:
            self._text(element.tail)

    def _is_table(self, tag: str) -> bool:
        return tag == "table" and self.table_depth < MAX_TABLES

    def _atom(self, tag: str, element) -> None:
        """Elements that are turned into text as a whole."""
        if tag == "pre":
            self._flush()
            self._block(code_block(_raw_text(element), _language(element)))
        elif tag == "table":
            self._flush()
            for block in html_tables.table_blocks(element, self._nested):
                self._block(block)
        elif tag in CODE:
            self.frames[-1].inline.append(code_span(_raw_text(element)))
        elif tag in MEDIA:
            self._media(element)

    def _nested(self, element) -> str:
        """Another element's content through a writer of its own (a table's cell)."""
        inner = _Writer(element, self.line_breaks, self.table_depth + 1)
        inner.nesting = MAX_NESTING // 2
        text = inner.write()
        self.images += inner.images[: MAX_IMAGES - len(self.images)]
        return text

    # -- text and inline elements

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.frames[-1].tag in (*LISTS, "dl") and not text.strip():
            return
        if not self.line_breaks:
            text = _NEWLINE.sub(" ", _BETWEEN_JAPANESE.sub("", text)) if "\n" in text else text
        text = _BLANKS.sub(" ", text)
        self.frames[-1].inline.append(escape(text, addresses="a" not in self.marks))

    def _break(self) -> None:
        self.frames[-1].inline.append("\n")

    def _image(self, element) -> None:
        source = element.get("src") or element.get("data-src") or ""
        alt = element.get("alt") or element.get("title") or ""
        # A picture inside the text of a link stays; inside code or a heading it stands like a word.
        made = image(alt, source)
        if made.startswith("![") and len(self.images) < MAX_IMAGES:
            self.images.append(ImportedImage(url=safe_url(source), alt=" ".join(alt.split())))
        self.frames[-1].inline.append(made)

    def _media(self, element) -> None:
        source = element.get("src") or element.get("data") or ""
        inner = element.find(".//source[@src]")
        source = source or (inner.get("src") if inner is not None else "")
        if source.startswith("//"):
            source = "https:" + source
        made = link("", source)
        if made and not self.marks:
            self._flush()
            self._block(made)
        elif made and "a" not in self.marks:
            self.frames[-1].inline.append(f" {made} ")

    def _keeps_frame(self, tag: str, element) -> bool:
        """Whether an inline element writes marks: a repetition or a wrapper of blocks does not."""
        if element in self.transparent or len(self.marks) > MAX_NESTING:
            return False
        if tag == "a":
            return bool(element.get("href")) and "a" not in self.marks
        if tag in EMPHASIS:
            return EMPHASIS[tag] not in self.marks
        return tag in QUOTES or tag in RAISED

    def _close_inline(self, frame: Frame) -> str:
        text = "".join(frame.inline)
        if frame.tag == "a":
            return _link(text, frame.element.get("href"))
        if frame.tag in EMPHASIS:
            return around(text, EMPHASIS[frame.tag])
        if frame.tag in QUOTES:
            before, after = QUOTES[frame.tag]
            return f"{before}{text}{after}" if text.strip() else ""
        raised = text.translate(RAISED[frame.tag])
        return raised if text.strip() and not re.search(r"[\x00-\x7f]", raised) else text

    # -- blocks

    def _open_block(self, tag: str, element) -> None:
        self._flush()
        if tag == "hr":
            self._block("---")
        elif tag in ("blockquote", *LISTS):
            if self.nesting < MAX_NESTING:
                self.nesting += 1
                self.frames.append(Frame(tag, element, number=_start_number(element)))
        elif (
            (tag == "li" and self.frames[-1].tag in LISTS)
            or tag in ("dt", "summary", "legend", "figcaption")
            or re.fullmatch("h[1-6]", tag)
        ):
            self.frames.append(Frame(tag, element))

    def _close(self, tag: str) -> None:
        if tag not in BLOCKS:
            frame = self.frames.pop()
            self.marks.pop()
            self._append_inline(self._close_inline(frame))
            return
        self._flush()
        frame = self.frames.pop()
        if tag in ("blockquote", *LISTS):
            self.nesting -= 1
        self._block(write_block(frame), parent_of=frame)

    def _append_inline(self, text: str) -> None:
        inline = self.frames[-1].inline
        if text.startswith("[") and inline and inline[-1].endswith("!") and not inline[-1].endswith("\\!"):
            inline[-1] = inline[-1][:-1] + "\\!"
        inline.append(text)

    def _flush(self) -> None:
        """End the paragraph being written in the innermost frame that holds blocks."""
        frame = self.frames[-1]
        if not frame.inline:
            return
        text, frame.inline = "".join(frame.inline), []
        if frame.tag in LISTS and text.strip():
            self._loose_text_in_list(frame, text)
            return
        frame.blocks.extend(paragraphs(text))

    def _loose_text_in_list(self, frame: Frame, text: str) -> None:
        item = Frame("li", blocks=list(paragraphs(text)))
        frame.blocks.append(list_item(item, frame))

    def _block(self, text: str, parent_of: Frame | None = None) -> None:
        frame = self.frames[-1]
        if not text.strip():
            return
        if parent_of is not None and parent_of.tag == "li":
            text = list_item(parent_of, frame)
        elif frame.tag in LISTS:
            # A list or quotation directly in a list belongs to the item before it.
            if frame.blocks:
                frame.blocks[-1] += "\n" + indented(text, "    ")
                return
            text = list_item(Frame("li", blocks=[text]), frame)
        frame.blocks.append(text)


def _inline_elements_around_blocks(root) -> set:
    """Inline elements with a block inside: their marks would run across paragraphs."""
    found: set = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.lower() not in BLOCKS:
            continue
        parent = element.getparent()
        while parent is not None and parent not in found:
            if parent.tag.lower() in BLOCKS:
                break
            found.add(parent)
            parent = parent.getparent()
    return found


def _link(text: str, url: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return text
    if inner == escape(url.strip(), addresses=False) and safe_url(url) == url.strip():
        inner = ""
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() else ""
    return f"{start}{link(inner, url)}{end}"


def _raw_text(element) -> str:
    parts = []
    for node in element.iter():
        if node.tag == "br":
            parts.append("\n")
        elif isinstance(node.tag, str) and node.text:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
    return "".join(parts)


def _language(element) -> str:
    inner = element.find("code")
    names = f"{element.get('class') or ''} {inner.get('class') or '' if inner is not None else ''}"
    found = _LANGUAGE.search(names)
    return found[1].lower() if found else ""


def _start_number(element) -> int:
    start = element.get("start") or ""
    return int(start) if re.fullmatch(r"\d{1,8}", start) else 1
