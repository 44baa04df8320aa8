from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet

from sns.entries.models import Entry
from sns.links.models import EntryLink
from sns.people.models import User
from sns.spaces.queries import space_ids


def backlinks(entry: Entry, user: User) -> QuerySet[EntryLink]:
    """Links to the entry from live entries that the person may see, newest first, with source and its author."""
    return (
        EntryLink.objects.filter(
            target=entry,
            source__published_at__isnull=False,
            source__withdrawn_at__isnull=True,
            source__space_id__in=space_ids(user),
        )
        .select_related("source__author")
        .order_by("-id")
    )


@dataclass(frozen=True, slots=True)
class RelatedEntry:
    """An entry that has to do with another one or with a title, and why its reader is shown it."""

    url: str
    title: str
    author_name: str
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    linked: bool = False
    is_answered: bool = False


def related_rows(rows: list | None) -> list[RelatedEntry]:
    """What ``RELATED`` gives, best first."""
    return [
        RelatedEntry(f"/{kind}s/{pk}/", title or excerpt[:60], author, **(why or {}))
        for kind, pk, title, excerpt, author, why in rows or ()
    ]


def related_to(entry: Entry, user: User) -> list[RelatedEntry]:
    """The best of what has to do with the entry and the person may see; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({RELATED}) FROM (SELECT %(entry)s::bigint AS id) post", _parameters(entry, user))
        return related_rows(cursor.fetchone()[0])


def _parameters(entry: Entry, user: User) -> dict:
    return {"entry": entry.pk, "visible": space_ids(user)}


RELATED_MAX = 5
# A value for a statement in which `post` has the entry's id and %(visible)s is what the reader may see: rows were
# worked out when the entries were written, whether he may see them is asked now.
RELATED = f"""
SELECT json_agg(json_build_array(r.kind, r.id, r.title, r.excerpt, a.name, r.why) ORDER BY r.score DESC, r.id DESC)
FROM (
    SELECT e.kind, e.id, e.title, e.excerpt, e.author_id, l.why, l.score
    FROM links_related l JOIN entries_entry e ON e.id = l.other_id
    WHERE l.entry_id = post.id AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
      AND e.space_id = ANY(%(visible)s::bigint[])
    ORDER BY l.score DESC, l.other_id DESC LIMIT {RELATED_MAX}
) r JOIN people_user a ON a.id = r.author_id
"""
