from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from sns.notifications.models import TO_OUTSIDERS, Notification, SpaceLevel, Verb, Watch
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import space_ids

CAP = 100


def count_unread(user: User) -> int:
    """Unread lines of the bell, counted up to 100."""
    if not user.is_authenticated:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM notifications_notification"
            " WHERE user_id = %s AND read_at IS NULL LIMIT %s) unread",
            [user.pk, CAP],
        )
        return cursor.fetchone()[0]


def lines_for(user: User) -> QuerySet[Notification]:
    """The person's lines, newest first: of entries and spaces that he may know of now, of what was withdrawn from
    him, and what was told to him as somebody outside of the space."""
    mine = space_ids(user)
    readable = Q(entry__published_at__isnull=False, entry__withdrawn_at__isnull=True, entry__space_id__in=mine)
    about_space = Q(space_id__in=mine) | Q(space__isnull=False, verb__in=TO_OUTSIDERS)
    lines = Notification.objects.filter(user=user).filter(readable | about_space | Q(verb=Verb.REMOVED))
    return lines.select_related("actor", "entry__space", "space").order_by("-at", "-id")


def watches_of(user: User, *, muted: bool) -> QuerySet[Watch]:
    """The threads that the person follows, or has muted, as far as he may read them, the latest first."""
    watches = Watch.objects.filter(user=user, is_muted=muted, entry__space_id__in=space_ids(user))
    live = watches.filter(entry__published_at__isnull=False, entry__withdrawn_at__isnull=True)
    return live.select_related("entry__author", "entry__space").order_by("-created_at", "-id")


def spaces_with_levels(user: User) -> list[tuple[Space, str]]:
    """The spaces that the person belongs to or has chosen a level for, and may see, with how closely he follows
    each: communities first, then groups, his units and the company. His personal space is nobody's news."""
    level = SpaceLevel.objects.filter(user=user, space=OuterRef("pk")).values("level")
    mine = Exists(Space.members.through.objects.filter(space=OuterRef("pk"), user=user))
    rows = Space.objects.visible_to(user).exclude(kind=Space.Kind.PERSONAL).annotate(level=Subquery(level))
    rows = rows.filter(mine | Q(level__isnull=False) | Q(kind=Space.Kind.COMPANY)).order_by(_BY_KIND, "name", "pk")
    return [(space, space.level or SpaceLevel.Level.DIGEST) for space in rows]


_BY_KIND = Case(
    When(kind=Space.Kind.COMMUNITY, then=Value(0)), When(kind=Space.Kind.GROUP, then=Value(1)),
    When(kind=Space.Kind.UNIT, then=Value(2)), default=Value(3),
)  # fmt: skip
