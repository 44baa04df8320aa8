"""TrackBack 1.2, outwards: a published text that links to a listed blog outside tells that blog so, once.

https://archive.cweiske.de/trackback/trackback-1.2.html — only entries that the whole company may read are spoken of.
"""

import re
from html import unescape
from urllib.parse import urldefrag, urlencode, urljoin

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from sns.core.http import FetchFailed, NotAllowed, Page, absolute_url, fetch, host_of
from sns.entries.models import Entry
from sns.links.models import OutgoingPing, TrackbackHost
from sns.links.models.trackback import URL_MAX
from sns.spaces.queries import company_space

ATTEMPTS = 5
PINGS_MAX = 10  # of one entry
EXCERPT_MAX = 250
NO_ADDRESS = "The page takes no trackbacks."
NOT_OPEN = "The entry is no longer open to everybody."
# Reasons are stored in English: who reads them later may have another language.
REASONS = {
    NO_ADDRESS: gettext_lazy("The page takes no trackbacks."),
    NOT_OPEN: gettext_lazy("The entry is no longer open to everybody."),
}

_HREF = re.compile(r'<a [^>]*href="(https?://[^"]+)"')
_RDF = re.compile(r"<rdf:Description\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LINK = re.compile(r"<(?:link|a)\b([^>]*\brel\s*=\s*[\"']trackback[\"'][^>]*)>", re.IGNORECASE)
_HEADER = re.compile(r"""<([^>]+)>\s*;[^,]*\brel\s*=\s*"?trackback\b""", re.IGNORECASE)


class Refused(Exception):
    """The other side said no; there is no use in trying again."""


def may_ping(entry: Entry) -> bool:
    """Whether anything about the entry may leave the company at all."""
    return settings.TRACKBACK and entry.is_live and entry.space.is_open


def sending_hosts() -> dict[str, bool]:
    """Hosts we may send to → whether they may be inside our own network."""
    return dict(TrackbackHost.objects.filter(sends=True).values_list("host", "is_internal"))


def note_pings(*, entry: Entry) -> list[int]:
    """Make a row for each listed page the published text links to; ids of those that wait to be sent."""
    hosts = sending_hosts() if may_ping(entry) else {}
    if not hosts:
        return []
    found = dict.fromkeys(urldefrag(unescape(url)).url for url in _HREF.findall(entry.body_html))
    urls = [url for url in found if host_of(url) in hosts and len(url) <= URL_MAX][:PINGS_MAX]
    OutgoingPing.objects.bulk_create([OutgoingPing(entry=entry, url=url) for url in urls], ignore_conflicts=True)
    waiting = OutgoingPing.objects.filter(entry=entry, state=OutgoingPing.State.WAITING, url__in=urls)
    return list(waiting.values_list("id", flat=True))


@transaction.atomic
def send_ping(*, ping_id: int) -> OutgoingPing | None:
    """Try once; the row says how it went. None when it is done already, or somebody else is at it."""
    waiting = OutgoingPing.objects.filter(pk=ping_id, state=OutgoingPing.State.WAITING)
    ping = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("entry__space").first()
    if ping is None:
        return None
    ping.attempts += 1
    try:
        _send(ping)
    except (Refused, NotAllowed) as refusal:
        ping.state, ping.reason = OutgoingPing.State.FAILED, str(refusal)[:200]
    except FetchFailed as failure:
        ping.reason = str(failure)[:200]
        if ping.attempts >= ATTEMPTS:
            ping.state = OutgoingPing.State.FAILED
    else:
        ping.state, ping.reason = OutgoingPing.State.SENT, ""
    ping.save(update_fields=["state", "attempts", "reason", "updated_at"])
    return ping


def _send(ping: OutgoingPing) -> None:
    if not may_ping(ping.entry):
        raise Refused(NOT_OPEN)
    hosts = sending_hosts()
    page = fetch(ping.url, hosts=hosts)
    address = trackback_address(page, ping.url)
    if not address:
        raise FetchFailed(f"{page.status}") if page.status >= 500 else Refused(NO_ADDRESS)
    form = {
        "title": str(ping.entry),
        "url": absolute_url(ping.entry.get_absolute_url()),
        "excerpt": ping.entry.excerpt[:EXCERPT_MAX],
        "blog_name": company_space().name,
    }
    _check(fetch(address, hosts=hosts, form=urlencode(form).encode()))


def trackback_address(page: Page, url: str) -> str:
    """Where a page wants its trackbacks: a header, its RDF, or rel="trackback"; empty when it says nothing."""
    if found := _HEADER.search(page.headers.get("link", "")):
        return urljoin(page.url, unescape(found[1]))
    blocks = [_attributes(block) for block in _RDF.findall(page.text)]
    blocks = [block for block in blocks if block.get("trackback:ping")]
    mine = [b for b in blocks if url in (b.get("dc:identifier"), b.get("rdf:about"))]
    if len(blocks) == 1:
        mine = blocks
    if mine:
        return urljoin(page.url, mine[0]["trackback:ping"])
    link = _LINK.search(page.text)
    href = _attributes(link[1]).get("href", "") if link else ""
    return urljoin(page.url, href) if href else ""


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}


def _check(answer: Page) -> None:
    """Raise Refused unless the answer says <error>0</error>; its XML may be anything."""
    if answer.status >= 500:
        raise FetchFailed(f"{answer.status}")
    try:
        response = fromstring(answer.body.strip())
    except (DefusedXmlException, SyntaxError, ValueError, LookupError):
        raise Refused(f"{answer.status}: no answer in XML") from None
    if (response.findtext("error") or "").strip() != "0":
        raise Refused((response.findtext("message") or f"{answer.status}").strip())
