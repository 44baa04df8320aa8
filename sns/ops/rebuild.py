"""Make derived data again from what people wrote; every counter and derived column has its line here."""

from collections.abc import Iterator

from django.db import connection, transaction

from communities.actions.polls import count_poll_votes
from communities.actions.topics import count_votes
from sns.discussion.models import Comment
from sns.entries.actions import set_tags, set_uploads, sync_tag_rows
from sns.entries.models import Entry
from sns.entries.rendering import derive, render
from sns.links.actions import set_links
from sns.spaces.actions import count_members

BATCH = 500

_COUNTERS = {
    "comment_count": "SELECT count(*) FROM discussion_comment c WHERE c.entry_id = e.id AND c.removed_at IS NULL",
    "reader_count": "SELECT count(*) FROM entries_reading r WHERE r.entry_id = e.id",
    "reaction_counts": """SELECT COALESCE(jsonb_object_agg(kind, n), '{}') FROM (
        SELECT kind, count(*) AS n FROM discussion_reaction r
        WHERE r.entry_id = e.id AND r.comment_id IS NULL GROUP BY kind) k""",
    "last_activity_at": """GREATEST(e.published_at,
        (SELECT max(c.created_at) FROM discussion_comment c WHERE c.entry_id = e.id))""",
}
_COMMENT_REACTIONS = """
UPDATE discussion_comment c SET reaction_counts = fresh.counts FROM (
    SELECT c.id, (SELECT COALESCE(jsonb_object_agg(kind, n), '{}') FROM (
        SELECT kind, count(*) AS n FROM discussion_reaction r
        WHERE r.comment_id = c.id GROUP BY kind) k) AS counts
    FROM discussion_comment c
) fresh
WHERE fresh.id = c.id AND jsonb_strip_nulls(c.reaction_counts) <> fresh.counts
"""

_COMMUNITIES = """
UPDATE spaces_space s SET entry_count = fresh.n, last_activity_at = fresh.latest FROM (
    SELECT s.id, count(e.id) AS n, max(e.last_activity_at) AS latest
    FROM spaces_space s LEFT JOIN entries_entry e
        ON e.space_id = s.id AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
    WHERE s.kind = 'community' GROUP BY s.id
) fresh
WHERE fresh.id = s.id AND (s.entry_count, s.last_activity_at) IS DISTINCT FROM (fresh.n, fresh.latest)
"""


def rebuild_counters() -> int:
    """Count everything again; rows that are right are not touched. Returns how many were not."""
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for column, query in _COUNTERS.items():
            cursor.execute(
                f"UPDATE entries_entry e SET {column} = ({query}) WHERE e.published_at IS NOT NULL"
                f" AND {column} IS DISTINCT FROM ({query})"
            )
            changed += cursor.rowcount
        cursor.execute(_COMMENT_REACTIONS)
        changed += cursor.rowcount
        cursor.execute(_COMMUNITIES)
        changed += cursor.rowcount + count_members() + count_votes() + count_poll_votes()
    return changed


def rebuild_texts() -> Iterator[int]:
    """Render every text again with its tags, files and links, in batches; yields how many are done."""
    done = 0
    for entries in _batches(Entry.objects.select_related("space", "author")):
        with transaction.atomic():
            for entry in entries:
                _rebuild_entry(entry)
        done += len(entries)
        yield done
    for comments in _batches(Comment.objects.select_related("entry__space", "author").filter(removed_at=None)):
        with transaction.atomic():
            for comment in comments:
                _rebuild_comment(comment)
        done += len(comments)
        yield done


def _batches(rows) -> Iterator[list]:
    last = 0
    while batch := list(rows.filter(id__gt=last).order_by("id")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _rebuild_entry(entry: Entry) -> None:
    labels = list(entry.entry_tags.values_list("tag__label", flat=True))
    rendered = derive(entry)
    entry.save(update_fields=["body_html", "excerpt", "reading_minutes", "cover"])
    set_tags(entry=entry, names=[*labels, *rendered.tags])
    sync_tag_rows(entry=entry)
    set_uploads(entry=entry, rendered=rendered)
    if entry.is_live:
        set_links(source=entry, linked=rendered.linked)


def _rebuild_comment(comment: Comment) -> None:
    entry = comment.entry
    rendered = render(comment.body, prefix=f"c{comment.pk}", space=entry.space, author=comment.author)
    comment.body_html, comment.excerpt = rendered.html, rendered.excerpt
    comment.save(update_fields=["body_html", "excerpt"])
    set_uploads(entry=entry, rendered=rendered)
    set_links(source=entry, comment_id=comment.pk, linked=rendered.linked)
