"""How far a post has come, for its author: of those who may see it, how many have read it."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from blogs.models import Post

SMALLEST_GROUP = 5


@dataclass(slots=True)
class Group:
    """A unit (or, without a name, all the others together): people of the audience and readers among them."""

    name: str
    people: int
    readers: int


@dataclass(slots=True)
class Reach:
    """Numbers about groups of at least ``SMALLEST_GROUP``; a smaller audience shows only the sum."""

    people: int
    readers: int
    groups: list[Group]

    @property
    def percent(self) -> int | None:
        return round(100 * self.readers / self.people) if self.people >= SMALLEST_GROUP else None


def reach(post: Post) -> Reach:
    """One statement. The author does not count as his own reader."""
    with connection.cursor() as cursor:
        cursor.execute(
            _REACH,
            {
                "entry": post.pk,
                "author": post.author_id,
                "space": post.space_id,
                "is_open": post.space.is_open,
                "today": timezone.localdate(),
            },
        )
        groups = [Group(*row) for row in cursor.fetchall()]
    return Reach(
        people=sum(group.people for group in groups),
        readers=sum(group.readers for group in groups),
        groups=_without_small_ones(groups),
    )


def _without_small_ones(groups: list[Group]) -> list[Group]:
    """Join small units to one group; when that is small too, the smallest other unit goes with it.

    Otherwise the sum minus the groups shown would tell about a handful of people after all.
    """
    groups = sorted(groups, key=lambda group: (-group.people, group.name))
    rest = Group("", 0, 0)
    while groups and (groups[-1].people < SMALLEST_GROUP or 0 < rest.people < SMALLEST_GROUP):
        joined = groups.pop()
        rest = Group("", rest.people + joined.people, rest.readers + joined.readers)
    return [*groups, rest] if groups and rest.people else groups


_REACH = """
SELECT COALESCE(unit.name, ''), count(*), count(d.user_id)
FROM people_user person
LEFT JOIN LATERAL (
    SELECT u.id, u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
    WHERE p.user_id = person.id AND p.since <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)
    ORDER BY p."primary" DESC, p.id LIMIT 1) unit ON true
LEFT JOIN entries_reading d ON d.user_id = person.id AND d.entry_id = %(entry)s
WHERE person.is_active AND NOT person.is_guest AND person.id <> %(author)s
  AND (%(is_open)s OR EXISTS (
      SELECT 1 FROM spaces_spacemember m WHERE m.space_id = %(space)s AND m.user_id = person.id))
GROUP BY unit.id, unit.name
"""
