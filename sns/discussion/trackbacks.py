"""TrackBack 1.2, inwards: a listed blog outside says that it has written about one of our entries.

https://archive.cweiske.de/trackback/trackback-1.2.html — it becomes a comment of a guest, once its page has been
read and really links to us. Only entries that the whole company may read take part; a closed one answers exactly
like one that does not exist.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urldefrag, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.html import strip_tags
from markupsafe import Markup

from sns.core.http import FetchFailed, absolute_url, fetch, host_of
from sns.core.ratelimit import Limit
from sns.discussion.actions import add_comment
from sns.discussion.models import Comment
from sns.entries.models import Entry
from sns.links.models import TrackbackHost
from sns.links.models.trackback import URL_MAX
from sns.people.actions import add_guest
from sns.people.models import User

BODY_MAX = 64 * 1024
TITLE_MAX, EXCERPT_MAX, NAME_MAX = 200, 500, 80
TRACKBACKS = Limit("trackbacks", count=60, seconds=3600)  # of one host
_CHARSETS = ("utf-8", "cp932", "euc_jp")  # of senders who do not say
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # and what turns the direction of text
_PAGE_TYPES = ("text/", "application/xhtml+xml")

NO_URL = "url is missing or no web address."
NOT_LISTED = "This host may not send trackbacks here."
NO_ENTRY = "There is no such entry."
NO_LINK = "The page does not link to the entry."


class TrackbackRefused(Exception):
    """Why a trackback was not taken, in English: a program reads it."""


@dataclass(frozen=True, slots=True)
class Trackback:
    """What the other side says of itself; nothing of it is believed but the address, and that is looked at."""

    url: str
    title: str
    excerpt: str
    blog_name: str

    @property
    def markdown(self) -> str:
        """As a comment that can neither call people nor link anywhere nor draw anything."""
        head = f"**{_escaped(self.title or self.url)}**"
        name = f" ({_escaped(self.blog_name)})" if self.blog_name else ""
        return f"{head}{name}\n\n{_escaped(self.excerpt)}".strip()


def read_trackback(body: bytes, charset: str) -> Trackback:
    """The fields of a form in any charset; those that cannot be read become marks of replacement."""
    try:
        fields = parse_qs(body.decode("latin-1"), max_num_fields=50, encoding="latin-1")
    except ValueError:  # thousands of fields
        fields = {}
    raw = {name: values[0].encode("latin-1", "replace") for name, values in fields.items()}
    known = _charset(charset, b"".join(raw.values()))
    found = {name: " ".join(_plain(value.decode(known, "replace")).split()) for name, value in raw.items()}
    return Trackback(
        url=urldefrag(found.get("url", "")).url,
        title=found.get("title", "")[:TITLE_MAX],
        excerpt=_cut(found.get("excerpt", ""), EXCERPT_MAX),
        blog_name=found.get("blog_name", "")[:NAME_MAX],
    )


def receive_trackback(*, entry_id: int, trackback: Trackback) -> Comment | None:
    """Check a trackback and keep it as a comment; None when it is here already.

    Raises TrackbackRefused, or TooFast when the host sends too many.
    """
    host = _listed(trackback.url)
    TRACKBACKS.take_turn(host)
    entry = _open_entry(entry_id)
    if _known(entry, trackback.url):
        return None
    _check_link(entry, trackback.url)
    try:
        return keep_trackback(host=host, entry=entry, trackback=trackback)
    except PermissionDenied:  # comments are closed, the community is archived
        raise TrackbackRefused(NO_ENTRY) from None


@transaction.atomic
def keep_trackback(*, host: TrackbackHost, entry: Entry, trackback: Trackback, at=None) -> Comment | None:
    """Add the comment of a trackback that has been checked; the same address counts once, also after its removal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [trackback.url, entry.pk])
    if _known(entry, trackback.url):
        return None
    return add_comment(
        actor=_guest(host), entry=entry, body=trackback.markdown, source_url=trackback.url, at=at
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """Where an entry takes trackbacks: the address for people, the RDF for programs."""

    url: str
    rdf: Markup


def trackback_door(entry: Entry, *, anybody_listed: bool) -> Door | None:
    """None for what is not open to the whole company, and when nobody outside may send us anything."""
    if not (anybody_listed and settings.TRACKBACK and entry.is_live and entry.space.is_open):
        return None
    url = absolute_url(f"/trackback/{entry.pk}/")
    return Door(url, _autodiscovery(entry, url))


_RDF = Markup("""<!--
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<rdf:Description rdf:about="{about}" dc:identifier="{about}" dc:title="{title}" trackback:ping="{url}"/>
</rdf:RDF>
-->""")


def _autodiscovery(entry: Entry, url: str) -> Markup:
    """The RDF by which programs find where to send a trackback; inside a comment, which a title must not end."""
    title = _CONTROLS.sub(" ", str(entry)).replace("--", "- -")
    return _RDF.format(about=absolute_url(entry.get_absolute_url()), title=title, url=url)


def _listed(url: str) -> TrackbackHost:
    name = host_of(url)
    if not name or len(url) > URL_MAX:
        raise TrackbackRefused(NO_URL)
    host = TrackbackHost.objects.select_related("guest").filter(host=name, receives=True).first()
    if host is None:
        raise TrackbackRefused(NOT_LISTED)
    return host


def _open_entry(pk: int) -> Entry:
    entry = Entry.objects.live().select_related("space", "author").filter(pk=pk, space__is_open=True).first()
    if entry is None:
        raise TrackbackRefused(NO_ENTRY)
    return entry


def _known(entry: Entry, url: str) -> bool:
    return Comment.objects.filter(entry=entry, origin=Comment.Origin.TRACKBACK, source_url=url).exists()


def _check_link(entry: Entry, url: str) -> None:
    hosts = dict(TrackbackHost.objects.filter(receives=True).values_list("host", "is_internal"))
    try:
        page = fetch(url, hosts=hosts)
    except FetchFailed as failure:
        raise TrackbackRefused(f"The page cannot be read: {failure}") from None
    is_text = page.headers.get("content-type", "").lower().startswith(_PAGE_TYPES)
    own = urlsplit(settings.PUBLIC_URL)
    address = rf"//{re.escape(own.netloc + own.path)}/(?:entries|{entry.kind}s)/{entry.pk}(?![0-9])"
    if page.status != 200 or not is_text or not re.search(address, unescape(page.text)):
        raise TrackbackRefused(NO_LINK)


def _guest(host: TrackbackHost) -> User:
    """One guest for each host: a sender cannot borrow a colleague's name."""
    if host.guest is None:
        host.guest = add_guest(name=host.name or host.host)
        host.save(update_fields=["guest"])
    return host.guest


def _charset(said: str, raw: bytes) -> str:
    for name in (said, *_CHARSETS):
        try:
            raw.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
        return name
    return "utf-8"


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", unescape(strip_tags(text[: 4 * EXCERPT_MAX])))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
