"""Notices: what waits for a reader, and who has confirmed."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from communities.models import Confirmation, Notice
from communities.models.notice import company_today
from communities.permissions import can_notify
from sns.core.paging import Cursor, below
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember

READERS_PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that the reader has not confirmed yet."""

    pk: int
    title: str
    confirm_by: date
    space_name: str
    space_kind: str
    author_name: str
    author_id: int

    @property
    def url(self) -> str:
        return f"/notices/{self.pk}/"


def waiting_notices(user: User) -> list[Waiting]:
    """What the person is still asked to confirm, the most urgent first."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"user": user.pk, "today": company_today()})
        return [Waiting(*row) for row in cursor.fetchall()]


def get_visible_notice(user: User, pk: int) -> Notice:
    """The live notice if the person may read it; 404 otherwise."""
    try:
        return Notice.objects.visible_to(user).select_related("author", "space__unit").get(pk=pk)
    except Notice.DoesNotExist:
        raise Http404 from None


def notices_page(user: User, before: Cursor | None, limit: int) -> list[Notice]:
    """Every notice the person may read, newest first, with ``is_confirmed`` and ``is_mine`` (he is asked)."""
    mine = SpaceMember.objects.filter(space_id=OuterRef("space_id"), user=user)
    notices = Notice.objects.visible_to(user).annotate(
        is_confirmed=Exists(Confirmation.objects.filter(notice_id=OuterRef("pk"), user=user)),
        is_member=Exists(mine),
    )
    rows = below(notices, before).newest_first().select_related("author", "space").defer("body", "body_html")
    return list(rows[:limit])


def is_asked(user: User, notice: Notice) -> bool:
    """Is the person among those who are to confirm? An open community asks its members, not all its readers."""
    return audience(notice).filter(pk=user.pk).exists()


def audience(notice: Notice) -> QuerySet[User]:
    """Whom a notice asks now: newcomers are in it, who has left or moved is not; the author has read it."""
    people = User.objects.colleagues().exclude(pk=notice.author_id)
    if notice.space.kind == Space.Kind.COMPANY:
        return people
    return people.filter(Exists(SpaceMember.objects.filter(space_id=notice.space_id, user_id=OuterRef("pk"))))


def unconfirmed(notice: Notice) -> QuerySet[User]:
    return audience(notice).filter(~Exists(Confirmation.objects.filter(notice=notice, user_id=OuterRef("pk"))))


def standing(notice: Notice) -> tuple[int, int]:
    """How many of those asked have confirmed, and how many are asked."""
    done = Exists(Confirmation.objects.filter(notice=notice, user_id=OuterRef("pk")))
    row = audience(notice).annotate(done=done).aggregate(asked=Count("pk"), confirmed=Count("pk", filter=Q(done=True)))
    return row["confirmed"], row["asked"]


def notice_spaces(user: User) -> list[Space]:
    """Spaces for which the person may write a notice: the company, units from the top down, communities."""
    roles = dict(SpaceMember.objects.filter(user=user).values_list("space_id", "role"))
    user.__dict__.setdefault("_roles", {}).update(roles)
    kinds = [Space.Kind.COMPANY, Space.Kind.UNIT, Space.Kind.COMMUNITY]
    spaces = Space.objects.filter(Q(kind=Space.Kind.COMPANY) | Q(pk__in=roles), kind__in=kinds)
    found = spaces.select_related("unit").order_by(F("unit__path").asc(nulls_last=True), "name")
    allowed = [space for space in found if can_notify(user, space)]
    return sorted(allowed, key=lambda space: kinds.index(space.kind))


# Also a column of the home page's first statement: needs %(user)s and %(today)s.
WAITING = """
SELECT e.id, e.title, n.confirm_by, s.name AS space, s.kind, a.name AS author, a.id AS author_id
FROM communities_notice n
JOIN entries_entry e ON e.id = n.entry_ptr_id
JOIN spaces_space s ON s.id = e.space_id
JOIN people_user a ON a.id = e.author_id
WHERE n.expires_on >= %(today)s AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.author_id <> %(user)s
  AND (s.kind = 'company'
       OR EXISTS (SELECT 1 FROM spaces_spacemember m WHERE m.space_id = s.id AND m.user_id = %(user)s))
  AND NOT EXISTS (SELECT 1 FROM communities_confirmation c WHERE c.notice_id = e.id AND c.user_id = %(user)s)
ORDER BY n.confirm_by, e.id
"""
