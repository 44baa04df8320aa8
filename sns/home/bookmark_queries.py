"""What a person keeps to read later, by folder and by word, as far as he may still see it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sns.core.paging import Cursor, Slice, below, cut
from sns.discussion.queries import Card, cards
from sns.entries.models import Bookmark, BookmarkFolder, Entry
from sns.people.models import User
from sns.spaces.queries import space_ids

PAGE_SIZE = 20
QUERY_MAX = 60
NO_FOLDER = "none"


@dataclass(slots=True)
class Kept:
    """A bookmark on its page: the card and what the person has noted."""

    card: Card
    folder: str
    note: str


@dataclass(slots=True)
class Drawer:
    """A folder in the list of folders; ``key`` is what the address says."""

    key: str
    name: str
    count: int


def kept_by(user: User) -> QuerySet[Bookmark]:
    """The person's bookmarks of what he may still read."""
    return Bookmark.objects.filter(user=user, entry__in=Entry.objects.visible_to(user))


def kept_page(user: User, *, folder: str, words: str, before: Cursor | None) -> Slice[Kept]:
    """A page of bookmarks, newest first; ``folder`` is a number, NO_FOLDER or empty for all. Two queries."""
    rows = _in_folder(kept_by(user), folder)
    for word in words[:QUERY_MAX].split():
        rows = rows.filter(Q(note__icontains=word) | Q(entry__title__icontains=word))
    rows = below(rows, before, ("created_at", "id")).select_related("folder").order_by("-created_at", "-id")
    page = cut(list(rows[: PAGE_SIZE + 1]), PAGE_SIZE, key=lambda row: (row.created_at, row.pk))
    notes = {row.entry_id: row for row in page.rows}
    found = cards(user, notes)
    return Slice([_kept(card, notes[card.pk]) for card in found], page.next)


def drawers(user: User) -> list[Drawer]:
    """The person's folders by name, with how many he may still read in each; one query."""
    readable = Q(
        bookmarks__entry__published_at__isnull=False,
        bookmarks__entry__withdrawn_at__isnull=True,
        bookmarks__entry__space_id__in=space_ids(user),
    )
    folders = BookmarkFolder.objects.filter(user=user).annotate(n=Count("bookmarks", filter=readable))
    return [Drawer(str(folder.pk), folder.name, folder.n) for folder in folders.order_by("name")]


def get_own_folder(user: User, pk: int) -> BookmarkFolder:
    """The person's own folder; 404 for anybody else's."""
    folder = BookmarkFolder.objects.filter(user=user, pk=pk).first()
    if folder is None:
        raise Http404
    return folder


def get_own_bookmark(user: User, entry_id: int) -> Bookmark:
    """The person's bookmark of an entry that he may still read, or 404."""
    bookmark = kept_by(user).select_related("entry", "folder").filter(entry_id=entry_id).first()
    if bookmark is None:
        raise Http404
    return bookmark


def _in_folder(rows: QuerySet[Bookmark], folder: str) -> QuerySet[Bookmark]:
    if folder == NO_FOLDER:
        return rows.filter(folder=None)
    return rows.filter(folder_id=int(folder)) if folder else rows


def _kept(card: Card, bookmark: Bookmark) -> Kept:
    return Kept(card, bookmark.folder.name if bookmark.folder else "", bookmark.note)
