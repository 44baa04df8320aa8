"""Thanks as one reader may see them. Nothing here counts how many somebody has got."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404

from communities.models import PrivateThank, Thank
from sns.core.paging import Cursor, below
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import space_ids

PROFILE_MAX = 3


def get_visible_thank(user: User, pk: int) -> Thank:
    """The live thanks if the person may read them; 404 otherwise."""
    try:
        return _with_people(Thank.objects.visible_to(user)).get(pk=pk)
    except Thank.DoesNotExist:
        raise Http404 from None


def thanks_page(user: User, show: str, before: Cursor | None, limit: int) -> list[Thank]:
    """Newest first: everything the person may read, what came to him or his teams ("received"), his own ("sent")."""
    thanks = Thank.objects.visible_to(user)
    if show == "received":
        teams = SpaceMember.objects.filter(user=user).values("space_id")
        thanks = thanks.filter(Q(receiver=user) | Q(team_id__in=teams)).exclude(author=user)
    elif show == "sent":
        thanks = thanks.filter(author=user)
    return list(_with_people(below(thanks, before).newest_first())[:limit])


def private_page(user: User, before: Cursor | None, limit: int) -> list[PrivateThank]:
    """Private thanks to the person and from him, newest first."""
    thanks = PrivateThank.objects.filter(Q(giver=user) | Q(receiver=user, removed_at=None))
    thanks = below(thanks, before, ("created_at", "id")).order_by("-created_at", "-id")
    return list(thanks.select_related("giver", "receiver", "value")[:limit])


@dataclass(frozen=True, slots=True)
class Mention:
    """Thanks as a profile shows them, small."""

    pk: int
    note: str
    by: str
    at: datetime
    is_private: bool

    @property
    def url(self) -> str:
        return "/thanks/?show=private" if self.is_private else f"/thanks/{self.pk}/"


def with_thanks(people: QuerySet[User], reader: User) -> QuerySet[User]:
    """People with columns for ``thanks_on_profile``: no statement of its own."""
    public = Thank.objects.visible_to(reader).filter(receiver=OuterRef("pk")).newest_first()
    # The second condition lets nobody's private thanks out to anybody else.
    private = PrivateThank.objects.filter(receiver=OuterRef("pk"), receiver_id=reader.pk, removed_at=None)
    return people.annotate(
        thanks_public=_column(public, note="excerpt", by="author__name", at="published_at"),
        thanks_private=_column(private.order_by("-created_at", "-id"), note="note", by="giver__name", at="created_at"),
    )


def thanks_on_profile(person: User) -> list[Mention]:
    """The newest thanks to a person that the reader may read; private ones on one's own profile only."""
    rows = [(row, True) for row in person.thanks_private] + [(row, False) for row in person.thanks_public]
    return [
        Mention(row["pk"], row["note"], row["by"], datetime.fromisoformat(row["at"]), is_private)
        for row, is_private in rows
    ]


def _column(thanks: QuerySet, **fields: str) -> ArraySubquery:
    return ArraySubquery(thanks.values(row=JSONObject(pk="pk", **fields))[:PROFILE_MAX])


def given_between(user: User, since: datetime, until: datetime) -> int:
    """How many thanks the person has given from ``since`` to before ``until``; also those taken back."""
    public = Thank.objects.filter(author=user, published_at__gte=since, published_at__lt=until)
    private = PrivateThank.objects.filter(giver=user, created_at__gte=since, created_at__lt=until)
    return public.count() + private.count()


def teams_for(user: User) -> QuerySet[Space]:
    """Units and communities the person may thank: every unit, and the communities whose entries he may read."""
    units = Q(kind=Space.Kind.UNIT, unit__closed_on=None)
    communities = Q(kind=Space.Kind.COMMUNITY, is_archived=False, pk__in=space_ids(user))
    return Space.objects.filter(units | communities).select_related("unit").order_by("kind", "unit__path", "name")


def can_thank_team(user: User, team: Space) -> bool:
    return teams_for(user).filter(pk=team.pk).exists()


def _with_people(thanks: QuerySet[Thank]) -> QuerySet[Thank]:
    return thanks.select_related("author", "receiver", "team__unit", "space", "value")
