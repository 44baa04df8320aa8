"""Reads every page a person can reach by links, as a browser without JavaScript and as htmx would."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

from sns.people.models import User

PAGES_MAX = 700
_ADDRESS = re.compile(r'(?:href|hx-get|src|data-[a-z-]*url)="([^"]+)"')
# Each filter of the search is a link of its own: they would never end. A zip holds the time it was made.
_LEFT_OUT = ("/static/", "/admin/", "/accounts/", "/language/", "/search/", "/archives/blog.zip")
# What differs between two answers to the same question.
_CHANGING = [
    (re.compile(r'(csrfmiddlewaretoken" value|X-CSRFToken":)"?="?[^"]+"'), ""),
    (re.compile(r'"X-CSRFToken":"[^"]+"'), ""),
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), ""),
    (re.compile(r'name="(submission|number)" value="[^"]+"'), ""),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), ""),
    (re.compile(r"<updated>[^<]+</updated>"), ""),
    (re.compile(r"DTSTAMP[^\r\n]*"), ""),
    (re.compile(r"<time [^>]*>[^<]*</time>"), ""),
]


def crawl(user: User, *starts: str) -> dict[str, str]:
    """Address → what stands there (status and text), beginning at the start page and ``starts``."""
    client = Client()
    client.force_login(user)
    queue, found = ["/", *starts], {}
    while queue and len(found) < PAGES_MAX:
        address = queue.pop(0)
        if address in found:
            continue
        answer = client.get(address)
        text = b"".join(answer) if answer.streaming else answer.content
        found[address] = f"{answer.status_code} {answer.get('Location', '')}\n{_steady(text.decode(errors='replace'))}"
        if "html" in answer.get("Content-Type", ""):
            queue += [link for link in _links(address, text.decode()) if link not in found]
    assert len(found) < PAGES_MAX, "the walk does not end"
    return found


def _links(page: str, html: str) -> list[str]:
    links = {urldefrag(urljoin(page, raw.replace("&amp;", "&")))[0] for raw in _ADDRESS.findall(html)}
    return sorted(
        link for link in links if link.startswith("/") and not link.startswith(_LEFT_OUT) and not urlsplit(link).netloc
    )


def _steady(text: str) -> str:
    for pattern, by in _CHANGING:
        text = pattern.sub(by, text)
    return text
