"""A parsed text: what it mentions and links to, its plain text, and its HTML for a given set of names."""

from collections.abc import Collection, Mapping
from functools import cached_property

from markdown_it.token import Token

from . import plain
from .addresses import Address, read_address
from .html import Person, render_plain, render_tokens
from .images import Image
from .parser import tokenise
from .source import TooComplex, normalise
from .tags import tag_name

ANCHOR_LENGTH = 160


def parse(source: str, *, own_hosts: Collection[str] = ()) -> "Document":
    """Parse Markdown; never fails on any text. `own_hosts` are our own `host[:port]`, in lower case."""
    text = normalise(source)
    try:
        tokens = tokenise(text)
    except TooComplex:
        return Document(text, None, own_hosts)
    return Document(text, tokens, own_hosts)


class Document:
    """One parsed Markdown text.

    Mentions and tags inside a block quote are shown as links but not collected: to quote somebody does not
    call the same people again. A text beyond the bounds of `source.TooComplex` is kept as plain text.
    """

    def __init__(self, text: str, tokens: list[Token] | None, own_hosts: Collection[str]) -> None:
        self._text = text
        self._tokens = tokens
        self._own_hosts = own_hosts
        self._mentions: dict[str, None] = {}
        self._tags: dict[str, str] = {}
        self._uploads: dict[str, None] = {}
        self.link_anchors: dict[int, str] = {}
        self._read(tokens or [])

    @property
    def is_plain(self) -> bool:
        """Whether the source was too long or too tangled and is shown without formatting."""
        return self._tokens is None

    @property
    def mentions(self) -> tuple[str, ...]:
        """Handles in lower case, each once, in order."""
        return tuple(self._mentions)

    @property
    def tags(self) -> tuple[str, ...]:
        """Tag names as stored (see `tags.tag_name`), each once, in order."""
        return tuple(self._tags)

    @property
    def tag_labels(self) -> dict[str, str]:
        """Stored tag name → the first spelling the author used."""
        return dict(self._tags)

    @property
    def entry_ids(self) -> tuple[int, ...]:
        """Ids of the entries linked to, each once, in order."""
        return tuple(self.link_anchors)

    @property
    def upload_tokens(self) -> tuple[str, ...]:
        """Tokens of our own files that are shown or linked, each once, in order."""
        return tuple(self._uploads)

    @cached_property
    def plain(self) -> str:
        """The whole text without markup, one line per block."""
        if self._tokens is None:
            return self._text.strip()
        return "\n".join(plain.block_texts(self._tokens))

    @property
    def reading_minutes(self) -> int:
        """Estimated minutes to read, at least 1."""
        return plain.reading_minutes(self.plain)

    def excerpt(self, limit: int = 200) -> str:
        """One line of at most `limit` characters, without markup and code blocks.

        Headings are left out, unless there is nothing else: run together with sentences they make no sense.
        """
        if self._tokens is None:
            return plain.cut(plain.one_line(self._text[: limit * 4]), limit)
        texts = plain.block_texts(self._tokens, code=False, headings=False, own_addresses=False)
        texts = texts or plain.block_texts(self._tokens, code=False, own_addresses=False)
        return plain.cut(plain.run_together(texts), limit)

    def render(
        self,
        *,
        prefix: str,
        people: Mapping[str, Person] | None = None,
        titles: Mapping[int, str] | None = None,
        images: Mapping[str, Image] | None = None,
    ) -> str:
        """Return sanitised HTML.

        `prefix` makes ids unique on a page ("e12", "c34"). A handle, entry or image that is not passed in
        is shown as the author typed it (an image as a link), so nothing leaks that the caller did not allow.
        """
        if self._tokens is None:
            return render_plain(self._text)
        html = render_tokens(self._tokens, prefix=prefix, people=people or {}, titles=titles or {}, images=images or {})
        return render_plain(self._text) if html is None else html

    def _read(self, tokens: list[Token]) -> None:
        quotes = 0
        for token in tokens:
            if token.type == "blockquote_open":
                quotes += 1
            elif token.type == "blockquote_close":
                quotes -= 1
            elif token.type == "inline" and token.children:
                token.children = self._resolve(token.children)
                self._collect(token.children, quoted=quotes > 0)

    def _resolve(self, children: list[Token]) -> list[Token]:
        """Attach an Address to everything that leads somewhere; `<https://…>` becomes a bare address."""
        resolved: list[Token] = []
        skip = 0
        for index, token in enumerate(children):
            if skip:
                skip -= 1
                continue
            if token.type == "link_open":
                token.meta["address"] = self._address(token.attrs["href"])
                if token.markup == "autolink" and token.meta["address"].entry_id:
                    token.type, token.nesting, token.content = "address", 0, children[index + 1].content
                    skip = 2
            elif token.type == "image":
                token.meta["address"] = self._address(token.attrs["src"])
            elif token.type == "address":
                token.meta["address"] = self._address(token.content)
            resolved.append(token)
        return resolved

    def _address(self, href: object) -> Address:
        return read_address(str(href), self._own_hosts)

    def _collect(self, children: list[Token], *, quoted: bool) -> None:
        for index, token in enumerate(children):
            if address := token.meta.get("address"):
                self._collect_address(address, children, index)
            elif token.type == "mention" and not quoted:
                self._mentions[token.content[1:].lower()] = None
            elif token.type == "tag" and not quoted and (name := tag_name(token.content)):
                self._tags.setdefault(name, token.content[1:])

    def _collect_address(self, address: Address, children: list[Token], index: int) -> None:
        if address.upload_token:
            self._uploads[address.upload_token] = None
        if address.entry_id and address.entry_id not in self.link_anchors:
            before = plain.one_line(plain.inline_text(children[:index], own_addresses=False))
            text = plain.one_line(plain.inline_text(children, own_addresses=False))
            self.link_anchors[address.entry_id] = plain.around(text, len(before), ANCHOR_LENGTH)
