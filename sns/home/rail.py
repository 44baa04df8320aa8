"""The right column of the home page: who waits for an answer, and first steps for a newcomer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from sns.discussion.queries import CardAuthor
from sns.home.queries import Sources
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
    suggested: list[CardAuthor] = field(default_factory=list)
    write_first: bool = False


def build_rail(user: User, sources: Sources) -> Rail:
    """At most two queries; somebody who follows enough people gets no suggestions and saves the second."""
    rail = Rail(waiting=waiting_entries(user))
    if len(sources.people) - 1 < FEW_FOLLOWS:
        rail.suggested, rail.write_first = _first_steps(user)
    return rail


def waiting_entries(user: User) -> list[Waiting]:
    """Posts of the last month that nobody has answered, questions first, then the longest waiting."""
    parameters = {
        "user": user.pk,
        "visible": space_ids(user),
        "since": timezone.now() - timedelta(days=30),
        "limit": WAITING_MAX,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, parameters)
        return [Waiting(f"/{kind}s/{pk}/", *rest) for kind, pk, *rest in cursor.fetchall()]


def _first_steps(user: User) -> tuple[list[CardAuthor], bool]:
    """Colleagues to follow (own department first, then the most followed) and whether a first post is due."""
    with connection.cursor() as cursor:
        cursor.execute(_SUGGESTED, {"user": user.pk, "limit": SUGGESTED_MAX})
        rows = cursor.fetchall()
    return [CardAuthor(*row[:5]) for row in rows], bool(rows) and not rows[0][5]


_MAIN_UNIT = """COALESCE((
    SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
    WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), '')"""

# The inner walk is bounded, so a company that never answers costs no more.
_WAITING = f"""
SELECT kind, id, title, name, unit, published_at FROM (
    SELECT e.kind, e.id, COALESCE(NULLIF(e.title, ''), e.excerpt) AS title, a.name, {_MAIN_UNIT} AS unit,
        e.published_at, e.flavour
    FROM entries_entry e JOIN people_user a ON a.id = e.author_id
    WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.comment_count = 0
      AND e.published_at > %(since)s AND e.space_id = ANY(%(visible)s::bigint[]) AND e.author_id <> %(user)s
    ORDER BY e.published_at DESC LIMIT 100
) w ORDER BY (flavour = 'question') DESC, published_at LIMIT %(limit)s
"""
_SUGGESTED = f"""
SELECT a.id, a.name, a.handle, a.avatar, {_MAIN_UNIT},
    EXISTS (SELECT 1 FROM entries_entry e WHERE e.author_id = %(user)s AND e.published_at IS NOT NULL
            AND e.withdrawn_at IS NULL)
FROM people_user a
WHERE a.is_active AND NOT a.is_guest AND a.id <> %(user)s
  AND NOT EXISTS (SELECT 1 FROM people_follow f WHERE f.follower_id = %(user)s AND f.followee_id = a.id)
ORDER BY EXISTS (
        SELECT 1 FROM spaces_spacemember mine JOIN spaces_space s ON s.id = mine.space_id AND s.kind = 'unit'
        JOIN spaces_spacemember theirs ON theirs.space_id = s.id
        WHERE mine.user_id = %(user)s AND theirs.user_id = a.id) DESC,
    (SELECT count(*) FROM people_follow f WHERE f.followee_id = a.id) DESC, a.id
LIMIT %(limit)s
"""
