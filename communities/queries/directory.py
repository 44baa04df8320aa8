"""The directory of communities as one reader may know it, and what might be something for him."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Category, Community, Invitation, JoinRequest
from communities.queries.anchors import page_after
from sns.people.models import User
from sns.spaces.models import SpaceMember

PAGE_SIZE = 24
SUGGESTED_MAX = 3
SORTS: dict[str, list[tuple[str, bool]]] = {
    "activity": [("active_at", True), ("pk", True)],
    "newest": [("created_at", True), ("pk", True)],
    "members": [("space__member_count", True), ("pk", True)],
    "name": [("space__name", False), ("pk", False)],
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks the directory for; empty fields ask for nothing."""

    q: str = ""
    category: Category | None = None
    mine: bool = False
    sort: str = "activity"


@dataclass(slots=True)
class Suggested:
    community: Community
    reason: str


def find_communities(user: User, wish: Wish) -> QuerySet[Community]:
    """Communities that fit; archived ones only where somebody looks for them or belongs to them.

    Each has ``role`` (None for a stranger), ``has_asked`` and ``active_at``.
    """
    found = Community.objects.listed_for(user).select_related("space", "category")
    if wish.mine:
        found = found.of_member(user)
    elif not wish.q.strip():
        found = found.active()
    if wish.category:
        found = found.filter(category=wish.category)
    for word in wish.q.split()[:8]:
        found = found.filter(Q(space__name__icontains=word) | Q(purpose__icontains=word) | _tagged(word))
    return found.annotate(
        role=Subquery(SpaceMember.objects.filter(space=OuterRef("pk"), user=user).values("role")[:1]),
        has_asked=Exists(JoinRequest.objects.filter(community=OuterRef("pk"), user=user, answered_at=None)),
        active_at=Coalesce("space__last_activity_at", F("created_at")),
    )


def page_of_communities(user: User, wish: Wish, after: str | None) -> tuple[list[Community], str]:
    """One page with the tags of each, and where the next begins; three queries."""
    found = find_communities(user, wish).prefetch_related("tags")
    return page_after(found, SORTS.get(wish.sort, SORTS["activity"]), after, PAGE_SIZE)


def shelves(user: User) -> list[Category]:
    """Categories that hold something the reader may know of, each with its ``number``."""
    listed = Community.objects.listed_for(user).active()
    number = Count("communities", filter=Q(communities__in=listed))
    return list(Category.objects.annotate(number=number).filter(number__gt=0).order_by("order", "name"))


def open_invitations(user: User) -> QuerySet[Invitation]:
    """Invitations that the person has not answered, the newest first."""
    mine = Invitation.objects.filter(user=user, answered_at=None, community__space__is_archived=False)
    return mine.select_related("community__space", "invited_by").order_by("-created_at")


def suggested_communities(user: User) -> list[Suggested]:
    """A few communities the person does not belong to, with the reason why; two queries.

    Who belongs to a closed community is its own affair: colleagues count for open ones alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUGGESTED, {"user": user.pk, "today": timezone.localdate()})
        reasons = {pk: (near, tag) for pk, near, tag in cursor.fetchall()}
    found = Community.objects.listed_for(user).select_related("space").in_bulk(list(reasons))
    return [Suggested(found[pk], _reason(*reason)) for pk, reason in reasons.items() if pk in found]


def _tagged(word: str) -> Q:
    tagged = Community.tags.through.objects.filter(community_id=OuterRef("pk"))
    return Q(Exists(tagged.filter(tag__label__icontains=word.lstrip("#＃"))))


def _reason(near: int, tag: str | None) -> str:
    if tag:
        return _("It is about #%(tag)s, which you follow or write about.") % {"tag": tag}
    text = ngettext("%(n)s colleague of your unit is here.", "%(n)s colleagues of your unit are here.", near)
    return text % {"n": near}


_CURRENT = "{0}.since <= %(today)s AND ({0}.until IS NULL OR {0}.until >= %(today)s)".format
_SUGGESTED = f"""
WITH near AS (
    SELECT DISTINCT p.user_id FROM people_posting p
    WHERE p.user_id <> %(user)s AND {_CURRENT("p")} AND p.unit_id IN (
        SELECT mine.unit_id FROM people_posting mine WHERE mine.user_id = %(user)s AND {_CURRENT("mine")})
), mine AS (
    SELECT tag_id FROM entries_tagfollow WHERE user_id = %(user)s
    UNION
    SELECT et.tag_id FROM (
        SELECT id FROM entries_entry
        WHERE author_id = %(user)s AND published_at IS NOT NULL AND withdrawn_at IS NULL
        ORDER BY published_at DESC, id DESC LIMIT 100
    ) written JOIN entries_entrytag et ON et.entry_id = written.id
)
SELECT c.space_id, c.near, c.tag FROM (
    SELECT c.space_id, s.member_count,
        CASE WHEN c.access = 'open' THEN (
            SELECT count(*) FROM spaces_spacemember m JOIN near USING (user_id) WHERE m.space_id = s.id
        ) ELSE 0 END AS near,
        (SELECT t.label FROM communities_community_tags ct
         JOIN mine USING (tag_id) JOIN entries_tag t ON t.id = ct.tag_id
         WHERE ct.community_id = c.space_id ORDER BY ct.id LIMIT 1) AS tag
    FROM communities_community c JOIN spaces_space s ON s.id = c.space_id
    WHERE c.access <> 'secret' AND NOT s.is_archived
      AND NOT EXISTS (SELECT 1 FROM spaces_spacemember m WHERE m.space_id = s.id AND m.user_id = %(user)s)
      AND NOT EXISTS (SELECT 1 FROM communities_invitation i WHERE i.community_id = s.id AND i.user_id = %(user)s
                      AND i.answered_at IS NULL)
) c
WHERE c.tag IS NOT NULL OR c.near > 0
ORDER BY (c.tag IS NOT NULL) DESC, c.near DESC, c.member_count DESC, c.space_id
LIMIT {SUGGESTED_MAX}
"""
