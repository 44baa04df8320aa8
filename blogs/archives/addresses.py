"""Old addresses of posts: how they are kept, asked for and found in texts."""

import re
from urllib.parse import parse_qs, quote, unquote

from django.utils import timezone

from blogs.importers.records import ImportedEntry, parts_of
from blogs.models import OldUrl, Post

MAX_PATH = 500
_WORD = re.compile(r"\{(\w*)\}")
_LINK = re.compile(r"\]\((https?://[^()\s]+)\)|<(https?://[^<>\s]+)>")


def old_path(url: str) -> str:
    """The path under which an old address is kept: decoded, without the slash at the end, with ``?p=`` if any.

    Empty for addresses that say nothing, such as the start page.
    """
    parts = parts_of(url)
    try:
        query = parse_qs(parts.query)
    except ValueError:  # too many fields
        return ""
    path = unquote(parts.path).replace("\0", "")
    path = "/" + path.strip("/")
    number = next((f"{key}={query[key][0]}" for key in ("p", "page_id") if query.get(key, [""])[0].isdigit()), "")
    if number:
        path = f"{path}?{number}"
    return path if path != "/" and len(path) <= MAX_PATH else ""


def address_from_pattern(pattern: str, entry: ImportedEntry) -> str:
    """Where an entry stood when its archive does not say so, as "/{year}/{month}/{basename}.html"; may be empty.

    Raises ValueError for a word in braces that is none of ours.
    """
    slug = entry.extra.get("slug", "")
    moment = timezone.localtime(entry.published_at) if entry.published_at else None
    words = {
        "year": f"{moment:%Y}" if moment else "",
        "month": f"{moment:%m}" if moment else "",
        "day": f"{moment:%d}" if moment else "",
        "basename": slug,
        "dashed": slug.replace("_", "-"),
    }
    unknown = set(_WORD.findall(pattern)) - set(words)
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    if not all(words[name] for name in _WORD.findall(pattern)):
        return ""
    return _WORD.sub(lambda found: quote(words[found[1]]), pattern)


def find_post(url: str) -> Post | None:
    """The post that once had this address."""
    path = old_path(url)
    found = OldUrl.objects.select_related("post__space").filter(path=path).first() if path else None
    return found.post if found else None


def keep_old_urls(*, post: Post, urls: list[str]) -> None:
    """Remember where the post was; the first post to claim an address keeps it."""
    paths = dict.fromkeys(path for url in urls[:20] if (path := old_path(url)))
    OldUrl.objects.bulk_create([OldUrl(path=path, post=post) for path in paths], ignore_conflicts=True)


def hosts_of(urls: list[str]) -> set[str]:
    """Hosts of absolute addresses, with and without "www."."""
    hosts = {parts_of(url).netloc.lower().removeprefix("www.") for url in urls if "://" in url}
    return {form for host in hosts if host for form in (host, f"www.{host}")}


def with_new_links(text: str, hosts: set[str]) -> str:
    """The text with links to posts of the same archive leading to them here."""
    wanted = {}
    for found in _LINK.finditer(text):
        url = found[1] or found[2]
        if parts_of(url).netloc.lower() in hosts and (path := old_path(url)):
            wanted[url] = path
    if not wanted:
        return text
    known = dict(OldUrl.objects.filter(path__in=wanted.values()).values_list("path", "post_id"))
    return _LINK.sub(lambda found: _moved(found, wanted, known), text)


def _moved(found: re.Match, wanted: dict[str, str], known: dict[str, int]) -> str:
    url = found[1] or found[2]
    number = known.get(wanted.get(url, ""))
    if number is None:
        return found[0]
    return f"](/posts/{number}/)" if found[1] else f"[{url}](/posts/{number}/)"
