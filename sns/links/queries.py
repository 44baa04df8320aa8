from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet

from sns.entries.models import Entry
from sns.links.models import EntryLink, OutgoingPing
from sns.links.pinging import REASONS
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


@dataclass(frozen=True, slots=True)
class SentPing:
    """A trackback that went out, or did not, as its author sees it."""

    url: str
    state: str
    label: str
    reason: str


def sent_pings(rows: list | None) -> list[SentPing]:
    """What ``PINGS`` gives."""
    return [
        SentPing(url, state, str(OutgoingPing.State(state).label), str(REASONS.get(reason, reason)))
        for url, state, reason in rows or ()
    ]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an entry: what has to do with it, and its traffic with blogs outside."""

    related: list[RelatedEntry]
    pings: list[SentPing]
    anybody_listed: bool  # may anybody outside send us trackbacks


def surroundings(entry: Entry, user: User) -> Surroundings:
    """For one reader, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SURROUNDINGS, {"entry": entry.pk, "user": user.pk, "visible": space_ids(user)})
        near, pings, listed = cursor.fetchone() or (None, None, False)
    return Surroundings(related_rows(near), sent_pings(pings), listed)


def related_to(entry: Entry, user: User) -> list[RelatedEntry]:
    """The best of what has to do with the entry and the person may see; one statement."""
    return surroundings(entry, user).related


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
# For the author alone: what became of the trackbacks of `post`. %(user)s is the reader.
PINGS = """
CASE WHEN post.author_id = %(user)s THEN (
    SELECT json_agg(json_build_array(p.url, p.state, p.reason) ORDER BY p.id)
    FROM links_outgoingping p WHERE p.entry_id = post.id) END
"""
LISTED = "EXISTS (SELECT 1 FROM links_trackbackhost WHERE receives)"
_SURROUNDINGS = f"SELECT ({RELATED}), {PINGS}, {LISTED} FROM entries_entry post WHERE post.id = %(entry)s"
