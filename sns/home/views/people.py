"""A person's page: who he is, whom he follows, what he has written lately."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from communities.queries.thanks import thanks_on_profile, with_thanks
from sns.core.paging import Cursor, below, cut
from sns.discussion.queries import cards
from sns.home.queries import Sources, feed_keys
from sns.home.views.feed import PAGE_SIZE
from sns.people.actions import set_follow
from sns.people.directory import with_posts
from sns.people.models import Follow, RoleTerm, User
from sns.spaces.queries import space_ids

FOLLOW_PAGE = 40


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """The page of anybody who was ever here: colleagues, people who have left, names from an archive."""
    person = get_object_or_404(with_thanks(_with_follows(request.user), request.user), handle=handle)
    before = Cursor.decode(request.GET.get("before"))
    sources = Sources(visible=space_ids(request.user), people=[person.pk])
    keys = feed_keys(sources, before=before.values if before else None, limit=PAGE_SIZE + 1)
    page = cut(keys, PAGE_SIZE, key=lambda key: key)
    context = {"items": cards(request.user, [pk for _time, pk in page.rows]), "next": page.next}
    if request.htmx and before:
        return render(request, "home/_cards.html", context)
    context |= {"person": person, "may_follow": _may_follow(request.user, person)}
    context["roles"] = RoleTerm.objects.current().filter(user=person).select_related("unit")
    context["thanks"] = thanks_on_profile(person)
    return render(request, "home/profile.html", context)


def _with_follows(reader: User) -> QuerySet[User]:
    """People with their posts and skills, the numbers of both directions, and whether the reader follows them."""
    mine = Follow.objects.filter(follower=reader, followee=OuterRef("pk"))
    people = User.objects.annotate(
        follower_count=_count("followee", "follower"),
        following_count=_count("follower", "followee"),
        is_followed=Exists(mine),
    )
    return with_posts(people).prefetch_related("skills")


def _count(side: str, other: str) -> Coalesce:
    """How many active people are at the other side of the follows of a person."""
    rows = Follow.objects.filter(**{side: OuterRef("pk"), f"{other}__is_active": True}).order_by()
    return Coalesce(Subquery(rows.values(side).annotate(n=Count("pk")).values("n")), 0)


def _may_follow(reader: User, person: User) -> bool:
    return person.is_active and not person.is_guest and person.pk != reader.pk


@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow a colleague or let go; the button says which. Letting go is always possible."""
    person = get_object_or_404(User, handle=handle)
    on = request.POST.get("on") == "1"
    if on and not _may_follow(request.user, person):
        raise PermissionDenied
    set_follow(actor=request.user, followee=person, on=on)
    return redirect(_way_back(request) or person)


def _way_back(request: HttpRequest) -> str:
    """The address of ours that the form came from; never one of somebody else."""
    wish = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if ours else ""


@require_safe
def follows(request: HttpRequest, handle: str, direction: str) -> HttpResponse:
    """Who follows a person ("followers"), or whom he follows ("following"), the latest first."""
    person = get_object_or_404(User, handle=handle)
    side, other = ("followee", "follower") if direction == "followers" else ("follower", "followee")
    rows = Follow.objects.filter(**{side: person, f"{other}__is_active": True})
    before = Cursor.decode(request.GET.get("before"))
    rows = below(rows, before, ("created_at", "id")).order_by("-created_at", "-id")[: FOLLOW_PAGE + 1]
    page = cut(list(rows.values_list("created_at", "id", f"{other}_id")), FOLLOW_PAGE, key=lambda row: row[:2])
    found = with_posts(User.objects.filter(pk__in=[row[2] for row in page.rows])).prefetch_related("skills")
    by_id = {user.pk: user for user in found}
    people = [by_id[row[2]] for row in page.rows]
    for user in people:
        user.shown_skills = list(user.skills.all())
    context = {"person": person, "people": people, "direction": direction}
    context["more"] = f"?before={page.next}" if page.next else ""
    return render(request, "people/_cards.html" if request.htmx and before else "home/follows.html", context)
