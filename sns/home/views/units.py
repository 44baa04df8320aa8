"""Departments: the tree, and a page for each."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sns.core.paging import Cursor, cut
from sns.discussion.queries import cards
from sns.home.queries import feed_keys, sources_of_unit
from sns.home.views.feed import PAGE_SIZE
from sns.people.directory import units_in_tree_order
from sns.people.models import OrgUnit, Posting
from sns.spaces.queries import member_counts_of_units

PEOPLE_SHOWN = 60


@require_safe
def unit_tree(request: HttpRequest) -> HttpResponse:
    """All units below each other, with how many people belong to each and to what is below."""
    counts = member_counts_of_units()
    return render(request, "people/units.html", {"tree": _nested(), "counts": counts})


def _nested() -> list[dict]:
    """The tree as the template walks it: each unit with those right below it."""
    trail: list[list[dict]] = [[]]
    for unit, depth in units_in_tree_order():
        node = {"unit": unit, "below": []}
        del trail[depth + 1 :]
        trail[depth].append(node)
        trail.append(node["below"])
    return trail[0]


@require_safe
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: where it stands, who is there, what its people have written lately."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    before = Cursor.decode(request.GET.get("before"))
    keys = feed_keys(
        sources_of_unit(request.user, unit.pk), before=before.values if before else None, limit=PAGE_SIZE + 1
    )
    page = cut(keys, PAGE_SIZE, key=lambda key: key)
    context = {"items": cards(request.user, [pk for _time, pk in page.rows]), "next": page.next}
    if request.htmx and before:
        return render(request, "home/_cards.html", context)
    postings = list(_postings(unit)[: PEOPLE_SHOWN + 1])
    above, below = _around(unit)
    context |= {"unit": unit, "above": above, "below": below}
    context |= {"postings": postings[:PEOPLE_SHOWN], "has_more_people": len(postings) > PEOPLE_SHOWN}
    return render(request, "home/unit.html", context)


def _postings(unit: OrgUnit) -> QuerySet[Posting]:
    """Who is posted right here, in furigana order."""
    here = Posting.objects.current().filter(unit=unit, user__is_active=True).select_related("user")
    return here.order_by("user__reading", "user__name", "id")


def _around(unit: OrgUnit) -> tuple[list[OrgUnit], list[OrgUnit]]:
    """The units above, from the top down, and those right below; one query."""
    ids = [int(pk) for pk in unit.path.strip("/").split("/")[:-1]]
    units = list(OrgUnit.objects.filter(Q(pk__in=ids) | Q(parent=unit, closed_on=None)))
    above = sorted((other for other in units if other.pk in ids), key=lambda other: ids.index(other.pk))
    return above, [other for other in units if other.parent_id == unit.pk]
