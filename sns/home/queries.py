"""The feed: which entries a reader sees on the home page, newest first, at the same cost however many there are.

Measured shapes: a bounded walk along the newest rows fills the page for most readers; when it does not (few or
silent sources), the newest of each source are merged instead. No timeline table is kept.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from communities.models.notice import company_today
from communities.queries.notices import WAITING
from sns.people.models import User
from sns.spaces.queries import space_ids

WALK_ROWS = 2000
FEW_SOURCES = 12
Key = tuple[datetime, int]


@dataclass
class Sources:
    """Ids of what a list draws from; ``visible`` are the spaces that the reader may see at all."""

    visible: list[int]
    people: list[int] = field(default_factory=list)
    spaces: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    notices: list[tuple[int, str, date]] = field(default_factory=list)  # to be confirmed, the most urgent first

    @property
    def count(self) -> int:
        return len(self.people) + len(self.spaces)


def sources_for_me(user: User) -> Sources:
    """The people, tags and spaces that the person follows or belongs to, and himself; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_MY_SOURCES, {"user": user.pk, "today": company_today()})
        people, spaces, tags, notices = cursor.fetchone()
    found = Sources(visible=space_ids(user), people=[*people, user.pk], spaces=spaces, tags=tags)
    found.notices = [(pk, title, date.fromisoformat(day)) for pk, title, day in notices or ()]
    return found


def sources_of_company(user: User) -> Sources:
    visible = space_ids(user)
    return Sources(visible=visible, spaces=visible)


def sources_of_unit(user: User, unit_id: int) -> Sources:
    """What the people of a unit write, and the unit's own space; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNIT_SOURCES, [unit_id])
        people, spaces = cursor.fetchone() or ([], [])  # a unit made a moment ago has no space yet
    return Sources(visible=space_ids(user), people=people, spaces=spaces)


def feed_keys(sources: Sources, *, before: Key | None = None, limit: int = 20) -> list[Key]:
    """(published_at, id) of the newest entries of the sources that the reader may see, newest first.

    ``before`` is the key after which to go on (exclusive). At most two queries.
    """
    if sources.count > FEW_SOURCES:
        keys = _fetch(_WALK, sources, before, limit)
        if len(keys) == limit:
            return _with_tags(keys, sources, before, limit)
    return _with_tags(_fetch(_TOP_K, sources, before, limit), sources, before, limit)


def count_newer(sources: Sources, after: Key, cap: int = 20) -> int:
    """How many entries have come since ``after``; stops counting at ``cap``."""
    newest = feed_keys(sources, limit=cap)
    return sum(key > after for key in newest)


def _with_tags(keys: list[Key], sources: Sources, before: Key | None, limit: int) -> list[Key]:
    if not sources.tags:
        return keys
    return sorted({*keys, *_fetch(_TAG_TOP_K, sources, before, limit)}, reverse=True)[:limit]


def _fetch(sql: str, sources: Sources, before: Key | None, limit: int) -> list[Key]:
    parameters = {
        "visible": sources.visible,
        "people": sources.people,
        "spaces": sources.spaces,
        "tags": sources.tags,
    }
    if before:
        parameters |= {"time": before[0], "id": before[1]}
    # The limits stand in the text: with a parameter the planner expects a tenth of the table and never keeps a plan.
    statement = sql.format(**_BEFORE if before else _FROM_START, walk=WALK_ROWS, limit=limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


# The predicate of a partial index must stand as a literal, and ids as bigint[] (psycopg would send smallint[]).
_FROM_START = {"entry": "", "tag": ""}
_BEFORE = {
    "entry": "AND (e.published_at, e.id) < (%(time)s, %(id)s)",
    "tag": "AND (t.published_at, t.entry_id) < (%(time)s, %(id)s)",
}
_LIVE = "e.published_at IS NOT NULL AND e.withdrawn_at IS NULL"
_NEWEST = "ORDER BY e.published_at DESC, e.id DESC"

_WALK = f"""
SELECT published_at, id FROM (
    SELECT e.published_at, e.id, e.author_id, e.space_id FROM entries_entry e
    WHERE {_LIVE} {{entry}} {_NEWEST} LIMIT {{walk:d}}
) w
WHERE space_id = ANY(%(visible)s::bigint[])
  AND (author_id = ANY(%(people)s::bigint[]) OR space_id = ANY(%(spaces)s::bigint[]))
ORDER BY published_at DESC, id DESC LIMIT {{limit:d}}
"""
_TOP_K = f"""
SELECT published_at, id FROM (
    SELECT k.published_at, k.id FROM unnest(%(people)s::bigint[]) AS source(id) CROSS JOIN LATERAL (
        SELECT e.published_at, e.id FROM entries_entry e
        WHERE e.author_id = source.id AND e.space_id = ANY(%(visible)s::bigint[]) AND {_LIVE} {{entry}}
        {_NEWEST} LIMIT {{limit:d}}) k
    UNION
    SELECT k.published_at, k.id FROM unnest(%(spaces)s::bigint[]) AS source(id) CROSS JOIN LATERAL (
        SELECT e.published_at, e.id FROM entries_entry e
        WHERE e.space_id = source.id AND e.space_id = ANY(%(visible)s::bigint[]) AND {_LIVE} {{entry}}
        {_NEWEST} LIMIT {{limit:d}}) k
) merged
ORDER BY published_at DESC, id DESC LIMIT {{limit:d}}
"""
_TAG_TOP_K = """
SELECT published_at, id FROM (
    SELECT DISTINCT k.published_at, k.entry_id AS id FROM unnest(%(tags)s::bigint[]) AS source(id) CROSS JOIN LATERAL (
        SELECT t.published_at, t.entry_id FROM entries_entrytag t
        WHERE t.tag_id = source.id AND t.space_id = ANY(%(visible)s::bigint[]) AND t.published_at IS NOT NULL {tag}
        ORDER BY t.published_at DESC, t.entry_id DESC LIMIT {limit:d}) k
) merged
ORDER BY published_at DESC, id DESC LIMIT {limit:d}
"""
_MY_SOURCES = f"""
SELECT
    ARRAY(SELECT followee_id FROM people_follow WHERE follower_id = %(user)s),
    ARRAY(SELECT m.space_id FROM spaces_spacemember m JOIN spaces_space s ON s.id = m.space_id
          WHERE m.user_id = %(user)s AND s.kind <> 'company'),
    ARRAY(SELECT tag_id FROM entries_tagfollow WHERE user_id = %(user)s),
    (SELECT json_agg(json_build_array(w.id, w.title, w.confirm_by)) FROM ({WAITING} LIMIT 20) w)
"""
_UNIT_SOURCES = """
SELECT ARRAY(SELECT m.user_id FROM spaces_spacemember m WHERE m.space_id = s.id), ARRAY[s.id]
FROM spaces_space s WHERE s.unit_id = %s
"""
