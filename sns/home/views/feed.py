"""Home: what is new for me, in the whole company, in my department."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sns.core.paging import Cursor, cut
from sns.discussion.queries import cards
from sns.home.queries import (
    Sources,
    count_newer,
    feed_keys,
    sources_for_me,
    sources_of_company,
    sources_of_unit,
)
from sns.home.rail import build_rail
from sns.people.models import Posting, User

PAGE_SIZE = 20
NEW_CAP = 20


@dataclass(frozen=True)
class Tab:
    name: str
    path: str
    label: str
    empty_title: str
    empty_text: str


def tabs() -> dict[str, Tab]:
    return {
        "me": Tab(
            "me", "/", _("For you"), _("Nothing here yet"),
            _("Follow people and tags that interest you: what they write appears here."),
        ),
        "all": Tab(
            "all", "/all/", _("Whole company"), _("Nobody has written yet"), _("Be the first: a line is enough.")
        ),
        "unit": Tab(
            "unit", "/unit/", _("My department"), _("Your department is still quiet"),
            _("A short note about today is a good beginning."),
        ),
    }  # fmt: skip


def feed(request, tab: str = "me"):
    """One page of a tab; htmx asks for the following pages and gets the cards alone."""
    sources = _sources(tab, request.user)
    before = Cursor.decode(request.GET.get("before"))
    keys = feed_keys(sources, before=before.values if before else None, limit=PAGE_SIZE + 1)
    page = cut(keys, PAGE_SIZE, key=lambda key: key)
    context = {
        "tab": tabs()[tab],
        "tabs": [(t.path, t.label, t.name == tab) for t in tabs().values()],
        "items": cards(request.user, [pk for _time, pk in page.rows]),
        "next": page.next,
        "newest": Cursor(*keys[0]).encode() if keys and not before else "",
    }
    if request.htmx and before:
        return render(request, "home/_cards.html", context)
    followed = len(sources.people) - 1 if tab == "me" else None  # the person himself is among his sources
    context |= {"rail": build_rail(request.user, followed), "notices": sources.notices}
    return render(request, "home/feed.html", context)


def new_entries(request, tab: str):
    """The line "3 new posts" that the home page asks for now and then; empty when there are none."""
    after = Cursor.decode(request.GET.get("after"))
    count = count_newer(_sources(tab, request.user), after.values, NEW_CAP) if after else 0
    if not count:
        return HttpResponse(status=204)
    return render(request, "home/_new_line.html", {"count": count, "cap": NEW_CAP, "tab": tabs()[tab]})


def _sources(tab: str, user: User) -> Sources:
    if tab == "all":
        return sources_of_company(user)
    if tab == "unit":
        unit_id = _main_unit_id(user)
        return sources_of_unit(user, unit_id) if unit_id else Sources(visible=[])
    return sources_for_me(user)


def _main_unit_id(user: User) -> int | None:
    posting = Posting.objects.current().filter(user=user).order_by("-primary", "id")
    return posting.values_list("unit_id", flat=True).first()
