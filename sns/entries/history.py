"""The page of a text's history: every saved version, and what changed between two of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sns.entries.diff import compare
from sns.entries.models import Entry, Revision

SHOWN_MAX = 300


def history_page(request: HttpRequest, entry: Entry, base_url: str, note: str) -> HttpResponse:
    """The versions of ``entry``, and two of them compared (``?old=3&new=5``; default the last two).

    ``base_url`` is the page's own address, ``note`` says who sees it. The caller has checked that the reader may.
    """
    listed = list(entry.revisions.select_related("editor").defer("body")[:SHOWN_MAX])
    new = _chosen(entry, request.GET.get("new"), listed[:1])
    old = _chosen(entry, request.GET.get("old"), [r for r in listed if new and r.version < new.version])
    context = {"entry": entry, "revisions": listed, "base_url": base_url, "note": note, "old": old, "new": new}
    return render(request, "entries/history.html", context | _difference(old, new))


def _difference(old: Revision | None, new: Revision | None) -> dict:
    if not old or not new:
        return {"diff_lines": None}
    return {
        "title_diff": compare(old.title, new.title) if old.title != new.title else None,
        "tags_gone": [tag for tag in old.tags if tag not in new.tags],
        "tags_new": [tag for tag in new.tags if tag not in old.tags],
        "diff_lines": compare(old.body, new.body),
    }


def _chosen(entry: Entry, version: str | None, otherwise: list[Revision]) -> Revision | None:
    """The revision an address names (404 for one that does not exist), or the first of ``otherwise``."""
    if not version:
        return otherwise[0] if otherwise else None
    found = entry.revisions.filter(version=int(version)) if version.isdecimal() and len(version) < 10 else None
    revision = found.first() if found is not None else None
    if revision is None:
        raise Http404
    return revision
