"""A person's own drawers for what he keeps to read later, and a word to himself about each entry."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sns.entries.models import Bookmark, BookmarkFolder
from sns.people.models import User

FOLDERS_MAX = 50


@transaction.atomic
def add_folder(*, actor: User, name: str) -> BookmarkFolder:
    """A new folder; raises ValidationError for a name that exists or when there are too many."""
    if BookmarkFolder.objects.filter(user=actor).count() >= FOLDERS_MAX:
        raise ValidationError(_("You have as many folders as fit here. Please delete one first."))
    return _save(BookmarkFolder(user=actor), name)


@transaction.atomic
def rename_folder(*, actor: User, folder: BookmarkFolder, name: str) -> BookmarkFolder:
    """Give one's folder another name; raises ValidationError for one that exists."""
    _check_owner(actor, folder)
    return _save(folder, name)


@transaction.atomic
def delete_folder(*, actor: User, folder: BookmarkFolder) -> None:
    """Throw the folder away; what was in it stays kept, in no folder."""
    _check_owner(actor, folder)
    folder.delete()


@transaction.atomic
def arrange_bookmark(*, actor: User, bookmark: Bookmark, folder: BookmarkFolder | None, note: str) -> None:
    """Put a bookmark into a folder (None: into none) and write down what it was kept for."""
    _check_owner(actor, bookmark)
    if folder is not None:
        _check_owner(actor, folder)
    bookmark.folder, bookmark.note = folder, note.strip()
    bookmark.save(update_fields=["folder", "note"])


def _check_owner(actor: User, thing: Bookmark | BookmarkFolder) -> None:
    if thing.user_id != actor.pk:
        raise PermissionDenied


def _save(folder: BookmarkFolder, name: str) -> BookmarkFolder:
    folder.name = " ".join(name.split())
    try:
        with transaction.atomic():
            folder.save()
    except IntegrityError:
        raise ValidationError(_("You have a folder of this name already.")) from None
    return folder
