"""Closing the comments below an entry, and opening them again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sns.audit.actions import record
from sns.discussion.models import ThreadClosure
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.permissions import can_moderate


def can_close_thread(user: User, entry: Entry) -> bool:
    """Not where everything is closed already: an archived community."""
    if not entry.is_live or entry.space.is_archived:
        return False
    return entry.author_id == user.pk or can_moderate(user, entry.space)


def is_closed(entry: Entry) -> bool:
    return ThreadClosure.objects.filter(entry_id=entry.pk).exists()


def closure_of(entry: Entry) -> ThreadClosure | None:
    return ThreadClosure.objects.select_related("by").filter(entry_id=entry.pk).first()


@transaction.atomic
def close_thread(*, actor: User, entry: Entry, reason: str, at: datetime | None = None) -> None:
    """Nobody comments from now on; what is there stays. Closing a closed thread changes its reason."""
    if not can_close_thread(actor, entry):
        raise PermissionDenied
    values = {"by": actor, "at": at or timezone.now(), "reason": reason}
    ThreadClosure.objects.update_or_create(entry_id=entry.pk, defaults=values)
    if actor.pk != entry.author_id:
        record(actor=actor, verb="thread.closed", subject=entry, data={"reason": reason})


@transaction.atomic
def open_thread(*, actor: User, entry: Entry) -> None:
    """Let people comment again."""
    if not can_close_thread(actor, entry):
        raise PermissionDenied
    opened, _rows = ThreadClosure.objects.filter(entry_id=entry.pk).delete()
    if opened and actor.pk != entry.author_id:
        record(actor=actor, verb="thread.opened", subject=entry)
