"""Who has confirmed a notice and who has not, unit by unit, page by page."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from communities.models import Notice
from sns.people.models.user import avatar_path
from sns.spaces.models import Space

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class Reader:
    id: int
    name: str
    handle: str
    avatar: str
    unit: str
    confirmed_at: datetime | None

    def avatar_url(self, size: int = 96) -> str:
        return avatar_path(self.avatar, size)


def readers_page(notice: Notice, *, confirmed: bool, after: int | None, limit: int = PAGE_SIZE) -> tuple[list, int]:
    """One page of those a notice asks, in the order of units and furigana, and after whom the next begins (0: none).

    ``after`` is the last person of the page before.
    """
    parameters = {"notice": notice.pk, "space": notice.space_id, "author": notice.author_id, "after": after or 0}
    everybody = notice.space.kind == Space.Kind.COMPANY
    statement = _READERS.format(
        members="" if everybody else _MEMBERS,
        state="IS NOT NULL" if confirmed else "IS NULL",
        limit=limit + 1,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = [Reader(*row) for row in cursor.fetchall()]
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else 0


_MEMBERS = "AND EXISTS (SELECT 1 FROM spaces_spacemember m WHERE m.space_id = %(space)s AND m.user_id = u.id)"
# The place of the person before is looked up again: his unit may have changed since the last page.
_READERS = """
WITH people AS (
    SELECT u.id, u.name, u.handle, u.avatar, u.reading, COALESCE(o.name, '') AS unit, COALESCE(o.path, '~') AS path
    FROM people_user u
    LEFT JOIN people_posting p ON p.user_id = u.id AND p."primary" AND p.until IS NULL
    LEFT JOIN people_orgunit o ON o.id = p.unit_id
    WHERE u.is_active AND NOT u.is_guest AND u.id <> %(author)s {members}
), before AS (SELECT path, reading, id FROM people WHERE id = %(after)s)
SELECT people.id, name, handle, avatar, unit, c.at FROM people
LEFT JOIN communities_confirmation c ON c.notice_id = %(notice)s AND c.user_id = people.id
WHERE c.at {state}
  AND (NOT EXISTS (SELECT 1 FROM before) OR (path, reading, people.id) > (SELECT path, reading, id FROM before))
ORDER BY path, reading, people.id LIMIT {limit:d}
"""
