"""Writing an entry's row and what hangs on it; publishing.py says in which order."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from sns.entries.models import Bookmark, Entry, EntryTag, EntryUpload, Revision, Tag, TagFollow
from sns.entries.rendering import Rendered, derive
from sns.entries.searching import sync_search_text, write_search_text
from sns.people.models import User
from sns.spaces.models import Space

TAGS_MAX = 20


@transaction.atomic
def write_text(*, entry: Entry, tags: Iterable[str], writer: User | None = None) -> Rendered:
    """Save the entry's text with everything derived from it; ``tags`` are added to the #tags in the text.

    ``writer`` has typed it, when it was not the author: his files may be used.
    """
    if entry.pk is None:
        entry.save()  # the number is part of the ids inside the text
    rendered = derive(entry, writer=writer)
    entry.save(update_fields=_text_fields(entry))
    set_tags(entry=entry, names=[*tags, *rendered.tags])
    set_uploads(entry=entry, rendered=rendered)
    write_search_text(entry=entry, plain=rendered.plain)
    return rendered


# Written by actions of their own while somebody edits: saving the text must not put old values back.
_NOT_TEXT = frozenset({"withdrawn_at", "withdrawn_by"})


def _text_fields(entry: Entry) -> list[str]:
    fields = entry._meta.concrete_fields
    kept = _NOT_TEXT | entry.counters
    return [f.name for f in fields if not f.primary_key and f.name not in kept and f.name != "id"]


def set_tags(*, entry: Entry, names: Iterable[str], at_most: int = TAGS_MAX) -> None:
    """Make the entry's tags exactly ``names`` (labels as typed; folded to find the same tag again).

    Archives hold posts with more tags than anybody may type here: they raise ``at_most``, and nothing that saves
    such a post again takes tags away.
    """
    labels = {Tag.fold(name): name.strip().lstrip("#＃") for name in names if Tag.fold(name)}
    if len(labels) > at_most:
        at_most = max(at_most, EntryTag.objects.filter(entry=entry).count())
    labels = dict(list(labels.items())[:at_most])
    Tag.objects.bulk_create([Tag(name=name, label=label[:50]) for name, label in labels.items()], ignore_conflicts=True)
    tags = list(Tag.objects.filter(name__in=labels))
    EntryTag.objects.filter(entry=entry).exclude(tag__in=tags).delete()
    EntryTag.objects.bulk_create(
        [EntryTag(entry=entry, tag=tag, space_id=entry.space_id) for tag in tags], ignore_conflicts=True
    )
    sync_tag_rows(entry=entry)


def drop_unused_tags() -> None:
    """Forget tags that nothing carries and nobody follows: autosave leaves half-typed words behind."""
    # Whatever refers to a tag keeps it: also what stands higher on the ladder.
    Tag.objects.filter(**{relation.name: None for relation in Tag._meta.related_objects}).delete()


def sync_copies(*, entry: Entry) -> None:
    """Let what carries the entry's time and space follow it: its tag rows and the search's row."""
    sync_tag_rows(entry=entry)
    sync_search_text(entry=entry)


def sync_tag_rows(*, entry: Entry) -> None:
    """Copy the entry's time and space to its tag rows; null while it is not live."""
    EntryTag.objects.filter(entry=entry).update(
        space_id=entry.space_id, published_at=entry.published_at if entry.is_live else None
    )


def set_uploads(*, entry: Entry, rendered: Rendered) -> None:
    """Record the files the text uses. Older ones stay: revisions and comments may still show them."""
    EntryUpload.objects.bulk_create(
        [EntryUpload(entry=entry, upload=upload) for upload in rendered.uploads], ignore_conflicts=True
    )


def keep_revision(*, editor: User, entry: Entry) -> Revision:
    """Store the text as it is now under the entry's version."""
    return Revision.objects.create(
        entry=entry,
        editor=editor,
        version=entry.version,
        title=entry.title,
        body=entry.body,
        tags=list(entry.entry_tags.values_list("tag__label", flat=True)),
    )


def count_published(*, entry: Entry) -> None:
    """The entry has come out in its space, come back or moved there: one more, and as alive as it is; one statement."""
    if entry.space.kind != Space.Kind.COMMUNITY:
        return
    latest = Entry.objects.filter(pk=entry.pk).values("last_activity_at")
    newest = Greatest("last_activity_at", Subquery(latest))  # PostgreSQL: the greatest that is not null
    Space.objects.filter(pk=entry.space_id).update(entry_count=F("entry_count") + 1, last_activity_at=newest)


def count_gone(*, space_id: int) -> None:
    """An entry is no longer to be seen in a space, withdrawn or moved; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_GONE, {"space": space_id})


# Communities only: the company's space would be one row for which everybody waits.
_COUNT_GONE = """
UPDATE spaces_space SET entry_count = GREATEST(entry_count - 1, 0), last_activity_at = (
    SELECT max(e.last_activity_at) FROM entries_entry e
    WHERE e.space_id = %(space)s AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL)
WHERE id = %(space)s AND kind = 'community'
"""


def note_activity(*, entry: Entry, at: datetime) -> None:
    """Somebody has said something in a community; one statement."""
    if entry.space.kind == Space.Kind.COMMUNITY:
        newest = Greatest("last_activity_at", Value(at))
        Space.objects.filter(pk=entry.space_id).update(last_activity_at=newest)


def mark_read(*, user: User, entry: Entry, at: datetime | None = None) -> None:
    """Note that the person has opened the entry; the first time raises the reader count, in one statement.

    Coming back within ten minutes writes nothing: a page view should not wait for the disk.
    """
    if user.pk == entry.author_id:
        return
    with connection.cursor() as cursor:
        cursor.execute(_MARK_READ, {"user": user.pk, "entry": entry.pk, "at": at or timezone.now()})


READ_AGAIN = "10 minutes"  # coming back later than that is noted
_MARK_READ = f"""
WITH seen AS (
    INSERT INTO entries_reading (user_id, entry_id, first_at, last_at)
    SELECT %(user)s::bigint, %(entry)s::bigint, %(at)s::timestamptz, %(at)s::timestamptz
    WHERE NOT EXISTS (
        SELECT 1 FROM entries_reading WHERE user_id = %(user)s AND entry_id = %(entry)s
        AND last_at > %(at)s::timestamptz - interval '{READ_AGAIN}')
    ON CONFLICT (user_id, entry_id) DO UPDATE SET last_at = excluded.last_at
    RETURNING xmax = 0 AS is_new
)
UPDATE entries_entry SET reader_count = reader_count + 1
WHERE id = %(entry)s AND EXISTS (SELECT 1 FROM seen WHERE is_new)
"""


@transaction.atomic
def set_bookmark(*, user: User, entry: Entry, on: bool) -> None:
    if on:
        Bookmark.objects.get_or_create(user=user, entry=entry)
    else:
        Bookmark.objects.filter(user=user, entry=entry).delete()


@transaction.atomic
def set_tag_follow(*, user: User, tag: Tag, on: bool) -> None:
    if on:
        TagFollow.objects.get_or_create(user=user, tag=tag)
    else:
        TagFollow.objects.filter(user=user, tag=tag).delete()
