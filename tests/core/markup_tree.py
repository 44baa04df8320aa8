"""An opinion of its own on what rendered Markdown may contain, given on the tree a browser would build."""

import re
from collections import Counter

# Not the sanitiser's list on purpose: a slip there must not excuse itself here.
from bleach._vendor import html5lib

ELEMENTS = {
    "a": {"href", "title", "rel", "class", "id"},
    "code": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "srcset", "sizes", "width", "height", "loading", "decoding", "alt"},
    "input": {"type", "checked", "disabled"},
    "li": {"class", "id"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
    "section": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
    "ul": {"class"},
}
BARE = {"blockquote", "br", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "label", "p", "s"}
BARE |= {"strong", "table", "tbody", "thead", "tr"}
CLASSES = re.compile(
    r"mention|tag|entry-link|image-link|footnote|footnotes|footnote-back|task|tasks|table-scroll|code"
    r"|align-(left|center|right)|language-[a-z.]+|hl-[a-z0-9]+"
)


def tree(html):
    """Parse `html` as a browser does."""
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def elements(html, name=None):
    """All elements of `html` in order, or those called `name`."""
    return [e for e in tree(html).iter(name) if isinstance(e.tag, str) and e.tag != "DOCUMENT_FRAGMENT"]


def text(html):
    """The text a reader sees."""
    return "".join(tree(html).itertext())


def assert_harmless(html):
    """Fail unless `html` holds only elements, attributes and addresses that the product writes itself."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", html)
    found = elements(html)
    for element in found:
        assert element.tag in ELEMENTS or element.tag in BARE, element.tag
        assert set(element.attrib) <= ELEMENTS.get(element.tag, set()), (element.tag, element.attrib)
        _assert_attributes(element)
    repeated = [name for name, times in Counter(e.get("id") for e in found).items() if name and times > 1]
    assert not repeated
    assert all(isinstance(element.tag, str) for element in tree(html).iter()), "a comment"


def _assert_attributes(element):
    if element.get("class"):
        assert CLASSES.fullmatch(element.get("class")), element.get("class")
    if element.tag == "a":
        _assert_address(element.get("href"))
        assert not element.findall(".//a"), "a link inside a link"
    if element.tag == "img":
        assert re.fullmatch(r"/files/[A-Za-z0-9_-]{22}/", element.get("src"))
        assert all(part.strip().startswith("/files/") for part in element.get("srcset", "/files/").split(","))
    if element.tag == "input":
        assert element.get("type") == "checkbox"
        assert "disabled" in element.attrib
    if element.get("id"):
        assert re.fullmatch(r"e1-fn(ref)?\d+(-\d+)?", element.get("id"))


def _assert_address(href):
    assert href is not None
    assert not re.search(r"[\x00-\x20\x7f-\x9f\\]", href), href
    # What a browser makes of it: scheme first, then a path of our own, never another host by `//`.
    assert re.match(r"https?://|mailto:|tel:|/(?!/)|#", href, re.IGNORECASE | re.ASCII), href
