"""The page of results, and names while somebody types."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sns.core.paging import Cursor
from sns.entries.models import Entry
from sns.search.asking import COMMENT, NAMES, NEWEST, SPANS, Asked, ask
from sns.search.facets import Facets, count
from sns.search.names import find_names, similar_names, suggest
from sns.search.results import Found, find
from sns.search.showing import show
from sns.search.terms import count_term

ADDRESS = ("q", "type", "when", "author", "in", "sort")


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as a link; ``number`` is what the reader would see, "1,000+" when counting has stopped."""

    href: str
    label: str
    chosen: bool = False
    number: int | None = None
    at_least: bool = False


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found, twenty a page, with filters that are links; the next page comes as a fragment."""
    asked = ask(request.user, request.GET)
    after = Cursor.decode(request.GET.get("after"))
    found = find(asked, after) if asked.wants_texts else Found([])
    context = {
        "asked": asked,
        "hits": show(asked, found.hits),
        "more": _address(request, after=found.next) if found.next else "",
        "newest": _address(request, sort=NEWEST) if found.partly else "",
    }
    if after and request.htmx:
        return render(request, "search/_hits.html", context)
    facets, names = count(asked, None if after else found.known), find_names(asked)
    nothing = not found.hits and not names and not after
    if not after and asked.query.text:
        count_term(asked.query.text, found=not nothing)
    context |= {
        "facets": facets,
        "names": names,
        "types": _types(request, asked, facets),
        "sorts": _sorts(request, asked),
        "narrowing": _narrowing(request, asked, facets),
        "chosen": _chosen(request, asked),
        "similar": similar_names(asked) if nothing and not asked.is_empty else [],
        "nothing": nothing,
        "without_filters": "?" + urlencode({"q": asked.query.text}),
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """People, communities, tags and titles like what is in the field so far; a fragment."""
    asked = ask(request.user, {"q": request.GET.get("q", "")})
    return render(request, "search/_suggestions.html", {"asked": asked, "names": suggest(asked)})


def _address(request: HttpRequest, **changes: str) -> str:
    """The address of this search with some of its parts changed ("": left out), from its first page on."""
    kept = {name: request.GET.get(name, "")[:200] for name in ADDRESS}
    return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _types(request: HttpRequest, asked: Asked, facets: Facets) -> list[Choice]:
    """All, each type that has something (or is chosen), names behind the texts."""
    total = facets.total
    choices = [Choice(_address(request, type=""), _("All"), not asked.type, total.number or None, total.at_least)]
    labels = {str(value): str(label) for value, label in Entry.Kind.choices} | {COMMENT: _("Comments")}
    for value, label in labels.items():
        counted = facets.types.get(value)
        if counted or asked.type == value:
            number, at_least = (counted.number, counted.at_least) if counted else (0, False)
            choices.append(Choice(_address(request, type=value), label, asked.type == value, number, at_least))
    if asked.query.wanted:
        names = dict(zip(NAMES, (_("People"), _("Communities"), _("Tags"), _("Files")), strict=True))
        choices += [Choice(_address(request, type=v), label, asked.type == v) for v, label in names.items()]
    return choices


def _sorts(request: HttpRequest, asked: Asked) -> list[Choice]:
    newest = asked.sort == NEWEST
    return [
        Choice(_address(request, sort=""), _("Best matches"), not newest),
        Choice(_address(request, sort=NEWEST), _("Newest first"), newest),
    ]


def _narrowing(request: HttpRequest, asked: Asked, facets: Facets) -> list[tuple[str, list[Choice]]]:
    """Filters that can still be set: time, author, community."""
    groups = []
    if asked.is_empty or asked.type in NAMES:
        return groups
    if not asked.span:
        counted = {one.value: one.number for one in facets.spans}
        spans = [Choice(_address(request, when=span), _span(span), number=counted.get(span)) for span in SPANS]
        groups.append((_("Written when"), [one for one in spans if one.number != 0]))
    for name, title, counts in (("author", _("Written by"), facets.authors), ("in", _("Community"), facets.spaces)):
        if name not in asked.chosen and (len(counts) > 1 or name == "in"):
            links = [(_address(request, **{name: one.value}), one) for one in counts]
            groups.append((title, [Choice(to, one.label, False, one.number, one.at_least) for to, one in links]))
    return [(title, choices) for title, choices in groups if choices]


def _chosen(request: HttpRequest, asked: Asked) -> list[Choice]:
    """Filters in force, each with the address that takes it away."""
    chosen = [Choice(_address(request, **{name: ""}), asked.labels.get(name, value))
              for name, value in asked.chosen.items()]  # fmt: skip
    if asked.span:
        chosen.append(Choice(_address(request, when=""), _span(asked.span)))
    return chosen


def _span(span: str) -> str:
    return {"week": _("Past week"), "month": _("Past month"), "year": _("Past year")}[span]
