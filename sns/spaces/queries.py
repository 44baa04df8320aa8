from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from sns.people.models import User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.permissions import MODERATING


def space_ids(user: User) -> list[int]:
    """Ids of every space the person may see; read once per request and kept on the user object.

    Lists filter by this array (``space_id = ANY(…)``) so that the planner can walk an index by time.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_space_ids"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM spaces_space WHERE is_open"
                " UNION SELECT space_id FROM spaces_spacemember WHERE user_id = %s",
                [user.pk],
            )
            user._space_ids = [row[0] for row in cursor.fetchall()]
    return user._space_ids


def forget_space_ids(user: User) -> None:
    """Drop what ``space_ids`` remembered, after a membership has changed in the same request."""
    user.__dict__.pop("_space_ids", None)
    user.__dict__.pop("_roles", None)


def company_space() -> Space:
    return Space.objects.get(kind=Space.Kind.COMPANY)


def may_see(user: User, space: Space) -> bool:
    return space.pk in space_ids(user)


def member_counts_of_units() -> dict[int, int]:
    """How many people each unit has, those below it included, by the unit's id."""
    rows = Space.objects.filter(kind=Space.Kind.UNIT).annotate(n=Count("memberships"))
    return dict(rows.values_list("unit_id", "n"))


def moderators_of(ids: Iterable[int]) -> dict[int, list[User]]:
    """Who looks after each of these communities, the owner first; none for spaces that nobody moderates."""
    found: dict[int, list[User]] = {}
    rows = SpaceMember.objects.filter(space_id__in=set(ids), role__in=MODERATING, space__kind=Space.Kind.COMMUNITY)
    for row in rows.select_related("user").order_by("-role", "id"):
        found.setdefault(row.space_id, []).append(row.user)
    return found
