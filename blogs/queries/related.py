"""Posts that have to do with another one, and why."""

from dataclasses import dataclass


@dataclass(slots=True)
class Related:
    """An entry that shares links or tags with the post, and that its reader may see."""

    url: str
    title: str
    author_name: str
    tags: list[str]
    linked: bool


def related(rows: list | None) -> list[Related]:
    """What ``RELATED`` gives, best first: links before tags, rare tags before frequent ones."""
    return [
        Related(f"/{kind}s/{pk}/", title or excerpt[:60], author, tags or [], linked)
        for kind, pk, title, excerpt, author, tags, linked in rows or ()
    ]


_LIMIT = 5
_PER_TAG = 60  # only the newest of each tag: one on everything costs no more than another
# A value for the statement of blogs.queries.page, where `post` is the post and %(visible)s what the reader may see.
# The rows of tags carry time and space, so that only the few winners are looked up.
RELATED = f"""
SELECT json_agg(json_build_array(e.kind, e.id, e.title, e.excerpt, a.name,
        (SELECT json_agg(t.label ORDER BY t.id) FROM entries_tag t WHERE t.id = ANY(b.tag_ids)), b.linked)
    ORDER BY b.weight DESC, e.published_at DESC, e.id DESC)
FROM (
    SELECT n.entry_id, sum(n.weight) AS weight, bool_or(n.linked) AS linked,
        array_agg(DISTINCT n.tag_id) FILTER (WHERE n.tag_id IS NOT NULL) AS tag_ids
    FROM (
        SELECT k.entry_id, k.published_at, et.tag_id, false AS linked, 1.0 / k.crowd AS weight
        FROM entries_entrytag et CROSS JOIN LATERAL (
            SELECT newest.entry_id, newest.published_at, count(*) OVER () + 2 AS crowd FROM (
                SELECT t.entry_id, t.published_at FROM entries_entrytag t
                WHERE t.tag_id = et.tag_id AND t.published_at IS NOT NULL
                  AND t.space_id = ANY(%(visible)s::bigint[]) AND t.entry_id <> post.id
                ORDER BY t.published_at DESC, t.entry_id DESC LIMIT {_PER_TAG}) newest) k
        WHERE et.entry_id = post.id
        UNION ALL
        SELECT e.id, e.published_at, NULL, true, 1.0 FROM (
            SELECT target_id AS id FROM links_entrylink WHERE source_id = post.id
            UNION ALL SELECT source_id FROM links_entrylink WHERE target_id = post.id) link
        JOIN entries_entry e ON e.id = link.id
        WHERE e.id <> post.id AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
          AND e.space_id = ANY(%(visible)s::bigint[])
    ) n
    GROUP BY n.entry_id
    ORDER BY sum(n.weight) DESC, max(n.published_at) DESC, n.entry_id DESC LIMIT {_LIMIT}
) b JOIN entries_entry e ON e.id = b.entry_id JOIN people_user a ON a.id = e.author_id
WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
"""
