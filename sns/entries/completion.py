"""Which tags a # may mean while somebody types."""

from django.db import connection

from sns.entries.models import Tag
from sns.people.models import User
from sns.spaces.queries import space_ids

LIMIT = 8
CANDIDATES = 300
COUNT_CAP = 100


def suggest_tags(reader: User, text: str) -> list[tuple[str, int]]:
    """(label, entries the reader may see, counted up to a cap) of tags that begin like ``text``, most used first."""
    name = Tag.fold(text)
    if not name:
        return []
    parameters = {
        "prefix": name.replace("_", "\\_") + "%",  # of LIKE's signs a folded name has this one only
        "visible": space_ids(reader),
        "candidates": CANDIDATES,
        "cap": COUNT_CAP,
        "limit": LIMIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, parameters)
        return cursor.fetchall()


# A tag that is used only where the reader may not look does not exist for him.
_SUGGEST = """
SELECT t.label, n FROM (
    SELECT id, name, label FROM entries_tag WHERE name LIKE %(prefix)s ORDER BY name LIMIT %(candidates)s
) t CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
        SELECT 1 FROM entries_entrytag et
        WHERE et.tag_id = t.id AND et.published_at IS NOT NULL AND et.space_id = ANY(%(visible)s::bigint[])
        LIMIT %(cap)s) seen
) counted
WHERE n > 0 ORDER BY n DESC, t.name LIMIT %(limit)s
"""
