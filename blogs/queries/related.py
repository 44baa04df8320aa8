"""Posts that have to do with another one, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from blogs.models import Post
from sns.people.models import User
from sns.spaces.queries import space_ids


@dataclass(slots=True)
class Related:
    """A post that has to do with another one, and why."""

    url: str
    title: str
    author_name: str
    published_at: datetime
    tags: list[str]
    linked: bool


def related_posts(user: User, post: Post, limit: int = 5) -> list[Related]:
    """Entries that share links or tags with the post and that the person may read; rare tags weigh more.

    Only the newest ``_PER_TAG`` of each tag are looked at, so that a tag on everything costs no more than another.
    """
    parameters = {
        "entry": post.pk,
        "visible": space_ids(user),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELATED.format(per_tag=_PER_TAG, limit=limit), parameters)
        rows = cursor.fetchall()
    return [
        Related(f"/{kind}s/{pk}/", title or excerpt[:60], author, at, tags or [], linked)
        for kind, pk, title, excerpt, author, at, tags, linked in rows
    ]


_PER_TAG = 60
_RELATED = """
WITH near AS (
    SELECT k.entry_id, et.tag_id, false AS linked, 1.0 / k.crowd AS weight
    FROM entries_entrytag et CROSS JOIN LATERAL (
        SELECT newest.entry_id, count(*) OVER () + 2 AS crowd FROM (
            SELECT t.entry_id FROM entries_entrytag t
            WHERE t.tag_id = et.tag_id AND t.published_at IS NOT NULL
              AND t.space_id = ANY(%(visible)s::bigint[]) AND t.entry_id <> %(entry)s
            ORDER BY t.published_at DESC, t.entry_id DESC LIMIT {per_tag:d}) newest) k
    WHERE et.entry_id = %(entry)s
    UNION ALL
    SELECT l.target_id, NULL, true, 1.0 FROM entries_entry me JOIN links_entrylink l ON l.source_id = me.id
    WHERE me.id = %(entry)s AND l.target_id <> %(entry)s
    UNION ALL
    SELECT l.source_id, NULL, true, 1.0 FROM links_entrylink l
    WHERE l.target_id = %(entry)s AND l.source_id <> %(entry)s
), best AS (
    SELECT n.entry_id, sum(n.weight) AS weight, bool_or(n.linked) AS linked,
           array_agg(DISTINCT n.tag_id) FILTER (WHERE n.tag_id IS NOT NULL) AS tag_ids
    FROM near n GROUP BY n.entry_id
)
SELECT e.kind, e.id, e.title, e.excerpt, a.name, e.published_at,
       (SELECT array_agg(t.label ORDER BY t.id) FROM entries_tag t WHERE t.id = ANY(b.tag_ids)), b.linked
FROM best b JOIN entries_entry e ON e.id = b.entry_id JOIN people_user a ON a.id = e.author_id
WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
ORDER BY b.weight DESC, e.published_at DESC, e.id DESC LIMIT {limit:d}
"""
