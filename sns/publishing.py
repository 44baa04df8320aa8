"""The one door through which entries go out: publish, revise, withdraw, restore, purge.

Each function is one transaction and spells out its effects in order.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sns.audit.actions import record
from sns.core import markup
from sns.discussion.actions import remove_comment, restore_comment
from sns.discussion.models import Flag
from sns.discussion.moderation import settle_flags
from sns.discussion.refresh import refresh_comments, refresh_mentions
from sns.discussion.searching import sync_search_texts
from sns.entries.actions import count_gone, count_published, keep_revision, sync_copies, write_text
from sns.entries.models import Entry, Pin, WorkingCopy
from sns.entries.rendering import Rendered, derive
from sns.links.actions import follow_up, set_links
from sns.notifications.actions import notify, watch
from sns.notifications.models import Verb
from sns.notifications.wishes import close_followers
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.permissions import can_moderate, role_in
from sns.spaces.queries import may_see


class EditConflict(Exception):
    """Somebody has saved the entry since the editor read it; ``current`` is what is stored now."""

    def __init__(self, current: Entry):
        super().__init__(f"entry {current.pk} is at version {current.version}")
        self.current = current


# What may be moved, and into which kinds of space.
MOVED_TO = {
    Entry.Kind.POST: frozenset({Space.Kind.COMPANY, Space.Kind.UNIT, Space.Kind.COMMUNITY, Space.Kind.GROUP}),
    Entry.Kind.TOPIC: frozenset({Space.Kind.COMMUNITY}),
}
# Written together: whoever belongs to the space may change them, who only reads along may not.
SHARED_KINDS = frozenset({Entry.Kind.PAGE})


def may_edit(user: User, entry: Entry) -> bool:
    """Only the author changes a text; administrators may withdraw it, never edit it behind his back."""
    if entry.kind in SHARED_KINDS:
        return not entry.space.is_archived and bool(role_in(user, entry.space_id))
    return user.pk == entry.author_id


@transaction.atomic
def save_draft(
    *,
    actor: User,
    entry: Entry,
    tags: Iterable[str] = (),
    relations: Mapping[int, str] | None = None,
    base_version: int | None = None,
) -> Entry:
    """Save an unpublished text; seen by its author alone, tells nobody, keeps no revision.

    Raises EditConflict when ``base_version`` is given and not the stored one.
    """
    _check_editor(actor, entry)
    _claim_version(entry, base_version)
    entry.updated_at = timezone.now()
    rendered = write_text(entry=entry, tags=tags, writer=actor)
    set_links(source=entry, linked=rendered.linked, relations=relations)
    return entry


@transaction.atomic
def publish(
    *,
    actor: User,
    entry: Entry,
    tags: Iterable[str] = (),
    relations: Mapping[int, str] | None = None,
    base_version: int | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> Entry:
    """Bring an entry out into its space: text, revision, watch, links, notifications, in this order.

    ``relations`` says how the text relates to entries it links to; ``tell=False`` is for archives.
    Raises EditConflict like ``save_draft``.
    """
    _check_editor(actor, entry)
    _check_not_archived(entry)
    _claim_version(entry, base_version)
    is_new = entry.published_at is None
    entry.published_at = at or timezone.now()
    entry.updated_at = entry.published_at
    rendered = write_text(entry=entry, tags=tags, writer=actor)
    Entry.objects.filter(pk=entry.pk).update(last_activity_at=entry.published_at)
    if is_new:
        count_published(entry=entry)
    keep_revision(editor=actor, entry=entry)
    watch(user=entry.author, entry=entry)
    set_links(source=entry, linked=rendered.linked, relations=relations)
    follow_up(entry=entry)
    if tell:
        _tell_close_followers(actor, entry, rendered)
        _tell_mentioned(actor, entry, rendered, already=())
        # Every target, also those the draft linked to already: nobody has been told of a draft.
        _tell_linked(actor, entry, rendered, list(rendered.linked))
    return entry


@transaction.atomic
def revise(
    *,
    actor: User,
    entry: Entry,
    tags: Iterable[str],
    base_version: int,
    relations: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> Entry:
    """Save a changed text of a published entry; only people and entries newly named are told.

    Raises EditConflict when somebody has saved since ``base_version``.
    """
    _check_editor(actor, entry)
    _check_not_archived(entry)
    before = Entry.objects.select_for_update().get(pk=entry.pk)
    _claim_version(entry, base_version)
    entry.updated_at = at or timezone.now()
    rendered = write_text(entry=entry, tags=tags, writer=actor)
    keep_revision(editor=actor, entry=entry)
    WorkingCopy.objects.filter(entry=entry, editor=actor).delete()
    _refresh_around(before, entry)
    new_links = set_links(source=entry, linked=rendered.linked, relations=relations)
    follow_up(entry=entry)
    _tell_mentioned(actor, entry, rendered, already=markup.parse(before.body).mentions)
    _tell_linked(actor, entry, rendered, new_links)
    return entry


@transaction.atomic
def restore_revision(*, actor: User, entry: Entry, version: int, at: datetime | None = None) -> Entry:
    """Make an older text the present one: a new revision, so that nothing in between is lost.

    Raises Revision.DoesNotExist and EditConflict.
    """
    old = entry.revisions.get(version=version)
    entry.title, entry.body = old.title, old.body
    return revise(actor=actor, entry=entry, tags=old.tags, base_version=entry.version, at=at)


def may_move(user: User, entry: Entry, space: Space) -> bool:
    """Its author, and a moderator of where it stands; either only to a place where he may write himself.

    Topics stay in communities. What only its author sees is brought out by editing it, not by moving.
    """
    if not entry.is_live or entry.space.is_archived or space.pk == entry.space_id:
        return False
    if entry.kind not in MOVED_TO or space.kind not in MOVED_TO[entry.kind] or not _may_write_in(user, space):
        return False
    is_own = user.pk == entry.author_id and _may_write_in(user, entry.space)
    return is_own or can_moderate(user, entry.space)


@transaction.atomic
def move(*, actor: User, entry: Entry, space: Space) -> Entry:
    """Bring a published entry into another space: its address, date, comments, reactions, readers and history stay.

    Whoever no longer may read it has no more notice of it: what people were told is asked for with the same rule.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("space", "author").get(pk=entry.pk)
    if not may_move(actor, entry, space):
        raise PermissionDenied
    before = Entry.objects.get(pk=entry.pk)
    _claim_version(entry, None)  # an editor who is at it gets both texts, and does not carry it back
    entry.space = space
    derive(entry)  # other titles may be shown to other readers
    entry.save(update_fields=["space", "body_html"])
    sync_copies(entry=entry)
    sync_search_texts(entry=entry)
    _refresh_around(before, entry)
    record(actor=actor, verb="entry.moved", subject=entry, data={"from": before.space_id, "to": space.pk})
    return entry


@transaction.atomic
def withdraw(*, actor: User, entry: Entry, reason: str = "") -> None:
    """Take an entry out of sight: its author puts it into the trash, a moderator removes it with a reason."""
    if actor.pk != entry.author_id and not can_moderate(actor, entry.space):
        raise PermissionDenied
    if entry.withdrawn_at is not None:
        return
    entry.withdrawn_at = timezone.now()
    entry.withdrawn_by = actor
    entry.withdrawn_reason = reason
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if entry.published_at is not None:
        count_gone(space_id=entry.space_id)
    sync_copies(entry=entry)
    sync_search_texts(entry=entry)
    refresh_mentions(entry=entry)
    if actor.pk != entry.author_id:
        record(actor=actor, verb="entry.withdrawn", subject=entry, data={"reason": reason})
        notify(
            actor=actor, verb=Verb.REMOVED, entry=entry, to=[entry.author_id], path="/trash/", excerpt=reason
        )  # fmt: skip


@transaction.atomic
def restore(*, actor: User, entry: Entry) -> None:
    """Take an entry back out of the trash, as it was; only who withdrew it may (a moderator: any)."""
    if actor.pk != entry.withdrawn_by_id and not can_moderate(actor, entry.space):
        raise PermissionDenied
    by_other = actor.pk != entry.author_id
    entry.withdrawn_at = entry.withdrawn_by = None
    entry.withdrawn_reason = ""
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if entry.published_at is not None:
        count_published(entry=entry)
    sync_copies(entry=entry)
    sync_search_texts(entry=entry)
    refresh_mentions(entry=entry)
    if by_other:
        record(actor=actor, verb="entry.restored", subject=entry)


@transaction.atomic
def settle_report(*, actor: User, flag: Flag, remove: bool, reason: str = "") -> None:
    """Close all reports of the text that ``flag`` speaks of, leaving the text or taking it out with a reason."""
    if remove and flag.comment:
        remove_comment(actor=actor, comment=flag.comment, reason=reason)
    elif remove:
        withdraw(actor=actor, entry=flag.entry, reason=reason)
    outcome = Flag.Outcome.REMOVED if remove else Flag.Outcome.KEPT
    settle_flags(actor=actor, entry=flag.entry, comment=flag.comment, outcome=outcome)


@transaction.atomic
def put_back(*, actor: User, flag: Flag) -> None:
    """A text that was removed after a report appears again as it was."""
    if not can_moderate(actor, flag.entry.space):
        raise PermissionDenied
    if flag.comment and flag.comment.removed_at and flag.comment.removed_by_id != flag.comment.author_id:
        restore_comment(actor=actor, comment=flag.comment)
    elif not flag.comment and flag.entry.withdrawn_at and flag.entry.withdrawn_by_id != flag.entry.author_id:
        restore(actor=actor, entry=flag.entry)
    else:
        return
    Flag.objects.filter(entry=flag.entry, comment=flag.comment).update(outcome=Flag.Outcome.KEPT)


def purge_trash(*, now: datetime | None = None) -> int:
    """Delete for good what its author put into the trash more than TRASH_DAYS ago; returns how many entries.

    What an administrator withdrew stays: somebody may ask why.
    """
    before = (now or timezone.now()) - timedelta(days=settings.TRASH_DAYS)
    due = Entry.objects.filter(withdrawn_at__lt=before, withdrawn_by=F("author"))
    count = 0
    for entry in due.iterator(chunk_size=100):
        _purge(entry)
        count += 1
    return count


@transaction.atomic
def _purge(entry: Entry) -> None:
    """The entry with its comments, reactions and history; a record that it was there remains."""
    record(actor=None, verb="entry.purged", subject=entry, data={"author": entry.author_id})
    entry.comments.filter(parent__isnull=False).delete()  # replies protect what they answer
    entry.delete()


def _may_write_in(user: User, space: Space) -> bool:
    if space.is_archived or space.kind == Space.Kind.PERSONAL:
        return False
    return space.kind == Space.Kind.COMPANY or bool(role_in(user, space.pk))


def _refresh_around(before: Entry, entry: Entry) -> None:
    """Other texts show the title, and the comments show titles to this audience: make them agree again."""
    if before.space_id != entry.space_id:
        count_gone(space_id=before.space_id)
        count_published(entry=entry)
        refresh_comments(entry=entry)
        Pin.objects.filter(entry=entry, place=Pin.Place.SPACE).delete()  # the moderators of the old place set it
    if (before.space_id, before.title) != (entry.space_id, entry.title):
        refresh_mentions(entry=entry)


def _check_editor(actor: User, entry: Entry) -> None:
    if not may_edit(actor, entry) or not may_see(actor, entry.space):
        raise PermissionDenied


def _check_not_archived(entry: Entry) -> None:
    """An archived community only remembers; its members may still take back what they wrote."""
    if entry.space.is_archived:
        raise PermissionDenied


def _claim_version(entry: Entry, base_version: int | None) -> None:
    """Raise the version in one statement, so that of two editors saving at once exactly one goes through."""
    if entry.pk is None:
        return
    stored = Entry.objects.filter(pk=entry.pk)
    if base_version is not None:
        stored = stored.filter(version=base_version)
    if not stored.update(version=F("version") + 1):
        raise EditConflict(Entry.objects.get(pk=entry.pk))
    entry.version = Entry.objects.values_list("version", flat=True).get(pk=entry.pk)


def _tell_mentioned(actor: User, entry: Entry, rendered: Rendered, already: Iterable[str]) -> None:
    named = [user.pk for user in rendered.mentioned if user.handle not in set(already)]
    path = entry.get_absolute_url()
    notify(
        actor=actor, verb=Verb.MENTION, entry=entry, to=named, path=path, excerpt=entry.excerpt, at=entry.updated_at
    )  # fmt: skip


def _tell_close_followers(actor: User, entry: Entry, rendered: Rendered) -> None:
    """Who follows the space closely hears of everything new in it; who is mentioned has heard already."""
    people = set(close_followers(entry.space_id)) - {user.pk for user in rendered.mentioned}
    path = entry.get_absolute_url()
    notify(
        actor=actor, verb=Verb.ENTRY, entry=entry, to=people, path=path, excerpt=entry.excerpt, at=entry.updated_at
    )  # fmt: skip


def _tell_linked(actor: User, entry: Entry, rendered: Rendered, targets: list[int]) -> None:
    authors = Entry.objects.live().filter(id__in=targets).values_list("author_id", flat=True)
    path = entry.get_absolute_url()
    mentioned = {user.pk for user in rendered.mentioned}
    notify(
        actor=actor, verb=Verb.LINK, entry=entry, to=set(authors) - mentioned, path=path, excerpt=entry.excerpt,
        at=entry.updated_at,
    )  # fmt: skip
