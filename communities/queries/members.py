"""Who is in a community, and what each role may do."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from communities.models import Community
from communities.queries.anchors import page_after
from sns.people.directory import with_posts
from sns.people.models import User
from sns.spaces.models import SpaceMember

PAGE_SIZE = 60
FACES = 10
Role = SpaceMember.Role
_RANK = [Role.OWNER, Role.MODERATOR, Role.MEMBER]
_ORDER = [("rank", False), ("user__reading", False), ("user__name", False), ("pk", False)]


def members_of(community: Community) -> QuerySet[SpaceMember]:
    """Its active members with a ``rank``: owner, moderators, members."""
    ranks = [When(role=role, then=Value(n)) for n, role in enumerate(_RANK)]
    members = SpaceMember.objects.filter(space_id=community.pk, user__is_active=True).select_related("user")
    return members.annotate(rank=Case(*ranks, output_field=IntegerField()))


def page_of_members(community: Community, after: str | None) -> tuple[list[SpaceMember], str]:
    """One page, owner and moderators first, then in furigana order; each with ``unit`` and ``title``; four queries."""
    page, following = page_after(members_of(community), _ORDER, after, PAGE_SIZE)
    attach_posts(page)
    return page, following


def attach_posts(members: list[SpaceMember]) -> None:
    """Give each its main ``posting`` (None without one); two queries for all."""
    people = with_posts(User.objects.filter(pk__in=[member.user_id for member in members]))
    posts = {person.pk: person.posts for person in people}
    for member in members:
        own = posts.get(member.user_id)
        member.posting = own[0] if own else None


def leading_members(community: Community) -> list[SpaceMember]:
    """Owner and moderators, whom everybody may know who knows the community."""
    return list(members_of(community).filter(role__in=_RANK[:2]).order_by("rank", "joined_at"))


def leading_and_newest(community: Community) -> tuple[list[SpaceMember], list[SpaceMember]]:
    """Owner and moderators, and those who came last, for the right column; one query."""
    newest = members_of(community).order_by("-joined_at", "-pk").values("pk")[:FACES]
    found = list(members_of(community).filter(Q(role__in=_RANK[:2]) | Q(pk__in=newest)))
    leading = sorted((m for m in found if m.role != Role.MEMBER), key=lambda m: (m.rank, m.joined_at))
    return leading, sorted(found, key=lambda m: (m.joined_at, m.pk), reverse=True)[:FACES]


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the table of rights: for people outside, members, moderators and the owner."""

    what: str
    outside: bool
    member: bool
    moderator: bool
    owner: bool


def rights(community: Community) -> list[Right]:
    """Who may do what in a community of this access, as a table that everybody can read."""
    is_open = community.access == Community.Access.OPEN
    known = community.access != Community.Access.SECRET
    return [
        Right(_("Know that it exists"), known, True, True, True),
        Right(_("Read everything in it"), is_open, True, True, True),
        Right(_("React and comment"), is_open, True, True, True),
        Right(_("Begin topics, events and polls"), False, True, True, True),
        Right(_("Invite others"), False, is_open, True, True),
        Right(_("Let people in, and part with members"), False, False, True, True),
        Right(_("Change the description and the charter"), False, False, True, True),
        Right(_("Close threads and remove what does not belong here"), False, False, True, True),
        Right(_("Choose moderators"), False, False, False, True),
        Right(_("Open, close or archive it, and hand it over"), False, False, False, True),
    ]
