"""Topics of a community: write, vote for an idea, decide on it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from communities.models import Community, IdeaDecision, Topic
from communities.permissions import can_write_in
from communities.queries.topics import may_decide
from sns import publishing
from sns.audit.actions import record
from sns.people.models import User
from sns.spaces.queries import may_see

SORTS = frozenset({"", Topic.Flavour.QUESTION, Topic.Flavour.IDEA, Topic.Flavour.GRATITUDE})


@transaction.atomic
def add_topic(
    *,
    actor: User,
    community: Community,
    title: str,
    body: str,
    flavour: str = "",
    tags: Iterable[str] = (),
    submission: UUID | None = None,
    at: datetime | None = None,
) -> Topic:
    """Bring a topic out in a community; the second of two equal forms (``submission``) gets the first one's."""
    if flavour not in SORTS or not can_write_in(actor, community):
        raise PermissionDenied
    if already := _already_sent(actor, submission):
        return already
    topic = Topic(
        kind=Topic.Kind.TOPIC, author=actor, space=community.space, title=title, body=body, flavour=flavour,
        submission=submission,
    )  # fmt: skip
    return publishing.publish(actor=actor, entry=topic, tags=tags, at=at)


@transaction.atomic
def change_topic(
    *, actor: User, topic: Topic, title: str, body: str, flavour: str, tags: Iterable[str], base_version: int
) -> Topic:
    """Save the changed text of one's own topic. Raises publishing.EditConflict."""
    if flavour not in SORTS:
        raise PermissionDenied
    topic.title, topic.body, topic.flavour = title, body, flavour
    return publishing.revise(actor=actor, entry=topic, tags=tags, base_version=base_version)


def set_vote(*, actor: User, topic: Topic, on: bool) -> None:
    """Be for an idea or no longer; vote and count are one statement, so that none of two at once is lost."""
    if not (topic.is_idea and topic.is_live and may_see(actor, topic.space)) or topic.space.is_archived:
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute(_VOTE if on else _UNVOTE, {"topic": topic.pk, "user": actor.pk})


@transaction.atomic
def decide(*, actor: User, topic: Topic, outcome: str, reason: str, at: datetime | None = None) -> IdeaDecision:
    """A moderator takes an idea up or says why not now; a later decision takes the place of an earlier one."""
    if outcome not in IdeaDecision.Outcome.values or not may_decide(actor, topic):
        raise PermissionDenied
    values = {"outcome": outcome, "reason": reason, "decided_by": actor, "decided_at": at or timezone.now()}
    decision, _created = IdeaDecision.objects.update_or_create(topic=topic, defaults=values)
    record(actor=actor, verb="idea.decided", subject=topic, data={"outcome": outcome, "reason": reason})
    return decision


def count_votes() -> int:
    """Count the votes of every idea again; returns how many counts were wrong."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_VOTES)
        return cursor.rowcount


def _already_sent(actor: User, submission: UUID | None) -> Topic | None:
    if submission is None:
        return None
    # Held until the end of the transaction: the second click waits here for the first to be saved.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])
    return Topic.objects.filter(author=actor, submission=submission).first()


_VOTE = """
WITH changed AS (
    INSERT INTO communities_ideavote (topic_id, user_id, created_at) VALUES (%(topic)s, %(user)s, now())
    ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE communities_topic SET vote_count = vote_count + 1
WHERE entry_ptr_id = %(topic)s AND EXISTS (SELECT 1 FROM changed)
"""
_UNVOTE = """
WITH changed AS (
    DELETE FROM communities_ideavote WHERE topic_id = %(topic)s AND user_id = %(user)s RETURNING 1
)
UPDATE communities_topic SET vote_count = GREATEST(vote_count - 1, 0)
WHERE entry_ptr_id = %(topic)s AND EXISTS (SELECT 1 FROM changed)
"""
_COUNT_VOTES = """
UPDATE communities_topic t SET vote_count = fresh.n FROM (
    SELECT t.entry_ptr_id AS id, (SELECT count(*) FROM communities_ideavote v WHERE v.topic_id = t.entry_ptr_id) AS n
    FROM communities_topic t
) fresh
WHERE fresh.id = t.entry_ptr_id AND t.vote_count <> fresh.n
"""
