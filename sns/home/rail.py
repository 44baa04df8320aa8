"""The right column of the home page: my next events, who waits for an answer, and first steps for a newcomer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from communities.queries.events import EventRow, my_next_events
from sns.discussion.queries import CardAuthor
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.queries import space_ids

WAITING_MAX = 5
SUGGESTED_MAX = 4
FEW_FOLLOWS = 3


@dataclass(slots=True)
class Waiting:
    url: str
    title: str
    author_name: str
    author_unit: str
    published_at: datetime


@dataclass(slots=True)
class Rail:
    waiting: list[Waiting]
    events: list[EventRow] = field(default_factory=list)
    suggested: list[CardAuthor] = field(default_factory=list)
    write_first: bool = False


def build_rail(user: User, followed: int | None = None) -> Rail:
    """At most three queries, four when there is nobody to suggest.

    First steps are only for somebody who follows few (``followed`` people; None: do not ask).
    """
    rail = Rail(waiting=waiting_entries(user), events=my_next_events(user))
    if followed is not None and followed < FEW_FOLLOWS:
        rail.suggested, rail.write_first = _first_steps(user)
    return rail


def waiting_entries(user: User) -> list[Waiting]:
    """Posts of the last month that nobody has answered, questions first, then the longest waiting."""
    parameters = {
        "user": user.pk,
        "visible": space_ids(user),
        "since": timezone.now() - timedelta(days=30),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, parameters)
        return [Waiting(f"/{kind}s/{pk}/", *rest) for kind, pk, *rest in cursor.fetchall()]


def _first_steps(user: User) -> tuple[list[CardAuthor], bool]:
    """Colleagues to follow (own department first, then the most followed) and whether a first post is due."""
    with connection.cursor() as cursor:
        cursor.execute(_SUGGESTED, {"user": user.pk, "visible": space_ids(user)})
        rows = cursor.fetchall()
    has_written = rows[0][5] if rows else Entry.objects.visible_to(user).filter(author=user).exists()
    return [CardAuthor(*row[:5]) for row in rows], not has_written


_MAIN_UNIT = """COALESCE((
    SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
    WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), '')"""

# The inner walk is bounded, so a company that never answers costs no more.
_WAITING = f"""
SELECT w.kind, w.id, w.title, a.name, {_MAIN_UNIT}, w.published_at FROM (
    SELECT * FROM (
        SELECT e.kind, e.id, COALESCE(NULLIF(e.title, ''), e.excerpt) AS title, e.author_id, e.published_at, e.flavour
        FROM entries_entry e
        WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.comment_count = 0
          AND e.kind IN ('post', 'topic')  -- an event or a poll is answered otherwise
          AND e.published_at > %(since)s AND e.space_id = ANY(%(visible)s::bigint[]) AND e.author_id <> %(user)s
        ORDER BY e.published_at DESC, e.id DESC LIMIT 100
    ) newest ORDER BY (flavour = 'question') DESC, published_at LIMIT {WAITING_MAX}
) w JOIN people_user a ON a.id = w.author_id
ORDER BY (w.flavour = 'question') DESC, w.published_at
"""
# Candidates are colleagues of the own units and recent writers: never the whole company.
_SUGGESTED = f"""
SELECT a.id, a.name, a.handle, a.avatar, {_MAIN_UNIT},
    EXISTS (SELECT 1 FROM entries_entry e WHERE e.author_id = %(user)s AND e.published_at IS NOT NULL
            AND e.withdrawn_at IS NULL)
FROM (
    SELECT user_id, min(place) AS place FROM (
        (SELECT theirs.user_id, 1 AS place FROM spaces_spacemember mine
            JOIN spaces_space s ON s.id = mine.space_id AND s.kind = 'unit'
            JOIN spaces_spacemember theirs ON theirs.space_id = s.id WHERE mine.user_id = %(user)s LIMIT 100)
        UNION ALL
        (SELECT e.author_id, 2 FROM entries_entry e WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
            AND e.space_id = ANY(%(visible)s::bigint[]) ORDER BY e.published_at DESC, e.id DESC LIMIT 100)
    ) candidates GROUP BY user_id
) c JOIN people_user a ON a.id = c.user_id
WHERE a.is_active AND NOT a.is_guest AND a.id <> %(user)s
  AND NOT EXISTS (SELECT 1 FROM people_follow f WHERE f.follower_id = %(user)s AND f.followee_id = a.id)
ORDER BY c.place, (SELECT count(*) FROM people_follow f WHERE f.followee_id = a.id) DESC, a.id
LIMIT {SUGGESTED_MAX}
"""
