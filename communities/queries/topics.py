"""Topics for one reader: one of them, the ideas of a community by votes, and where an entry may be moved."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from communities.models import Community, IdeaDecision, IdeaVote, Topic
from sns.discussion.queries import Card, cards
from sns.entries.models import Entry
from sns.people.models import User
from sns.publishing import MOVED_TO, may_edit, may_move
from sns.spaces.models import Space
from sns.spaces.permissions import can_moderate

IDEAS_PER_PAGE = 20
_PLACE = re.compile(r"(\d{1,9})-(\d{1,18})")
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Idea:
    card: Card
    votes: int
    voted: bool
    decision: IdeaDecision | None


@dataclass(frozen=True, slots=True)
class Ideas:
    rows: list[Idea]
    next: str  # where the next page begins, "" on the last one


def get_visible_topic(user: User, pk: int) -> Topic:
    """The live topic if the person may read it; 404 otherwise, also when it exists."""
    try:
        topics = Topic.objects.visible_to(user).select_related("author", "space__community")
        return topics.get(pk=pk)
    except Topic.DoesNotExist:
        raise Http404 from None


def get_editable_topic(user: User, pk: int) -> Topic:
    """The person's own topic: 403 for one he may only read."""
    topic = get_visible_topic(user, pk)
    if not may_edit(user, topic):
        raise PermissionDenied
    return topic


def find_submission(user: User, submission: UUID | None) -> Topic | None:
    """The person's topic that a form with this one-time number has already made."""
    return Topic.objects.filter(author=user, submission=submission).first() if submission else None


def decision_on(topic: Topic) -> IdeaDecision | None:
    return IdeaDecision.objects.select_related("decided_by").filter(topic=topic).first()


def may_decide(user: User, topic: Topic) -> bool:
    return topic.is_idea and not topic.space.is_archived and can_moderate(user, topic.space)


def has_voted(user: User, topic: Topic) -> bool:
    return IdeaVote.objects.filter(topic=topic, user=user).exists()


def ideas_of(user: User, community: Community, *, state: str = OPEN, after: str = "") -> Ideas:
    """Ideas of a community, most votes first; ``state`` is "open" or an outcome. Four queries."""
    rows = Topic.objects.visible_to(user).filter(space_id=community.pk, flavour=Topic.Flavour.IDEA)
    rows = rows.filter(decision=None) if state == OPEN else rows.filter(decision__outcome=state)
    if place := _PLACE.fullmatch(after):
        votes, pk = int(place[1]), int(place[2])
        rows = rows.filter(Q(vote_count__lt=votes) | Q(vote_count=votes, pk__lt=pk))
    found = list(rows.order_by("-vote_count", "-pk").values_list("pk", "vote_count")[: IDEAS_PER_PAGE + 1])
    shown = dict(found[:IDEAS_PER_PAGE])
    more = f"{found[IDEAS_PER_PAGE - 1][1]}-{found[IDEAS_PER_PAGE - 1][0]}" if len(found) > IDEAS_PER_PAGE else ""
    return Ideas(_hydrated(user, shown), more)


def _hydrated(user: User, votes: dict[int, int]) -> list[Idea]:
    mine = set(IdeaVote.objects.filter(user=user, topic_id__in=votes).values_list("topic_id", flat=True))
    decisions = IdeaDecision.objects.select_related("decided_by").in_bulk(list(votes))
    return [Idea(card, votes[card.pk], card.pk in mine, decisions.get(card.pk)) for card in cards(user, votes)]


def move_targets(user: User, entry: Entry) -> list[Space]:
    """Spaces into which the person may move the entry; none that he does not belong to, the company's aside."""
    kinds = MOVED_TO.get(entry.kind, frozenset())
    spaces = Space.objects.filter(Q(kind=Space.Kind.COMPANY) | Q(memberships__user=user), kind__in=kinds)
    user.__dict__.setdefault("_roles", {}).update(user.memberships.values_list("space_id", "role"))
    return [space for space in spaces.distinct().order_by("kind", "name") if may_move(user, entry, space)]
