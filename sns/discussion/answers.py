"""Questions: whoever asked marks the comment that helped; it is shown first."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sns.audit.actions import record
from sns.discussion.models import BestAnswer, Comment
from sns.entries.models import Entry
from sns.notifications.actions import notify
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.permissions import can_moderate


def can_choose_answer(user: User, entry: Entry) -> bool:
    """Who asked; and a moderator, for a question whose asker has forgotten it."""
    if entry.flavour != Entry.Flavour.QUESTION or entry.space.is_archived:
        return False
    return entry.author_id == user.pk or can_moderate(user, entry.space)


@transaction.atomic
def set_best_answer(*, actor: User, comment: Comment, on: bool, at: datetime | None = None) -> None:
    """Mark a comment as the one that answered the question, or take the mark back; the last choice counts."""
    entry = comment.entry
    if not entry.is_live or not can_choose_answer(actor, entry) or (on and comment.removed_at):
        raise PermissionDenied
    if not on:
        changed = BestAnswer.objects.filter(entry=entry, comment=comment).delete()[0]
    else:
        changed = _choose(actor, comment, at or timezone.now())
    if changed and actor.pk != entry.author_id:
        verb = "answer.chosen" if on else "answer.unchosen"
        record(actor=actor, verb=verb, subject=comment, space_id=entry.space_id)
    if changed and on:
        notify(
            actor=actor, verb=Verb.ANSWER, entry=entry, to=[comment.author_id], path=comment.get_absolute_url(),
            excerpt=comment.excerpt, at=at,
        )  # fmt: skip


def _choose(actor: User, comment: Comment, at: datetime) -> bool:
    """Store the choice; False when it was the same before, so that a double click tells nobody twice."""
    entry = Entry.objects.select_for_update().get(pk=comment.entry_id)  # two moderators at once
    if BestAnswer.objects.filter(entry=entry, comment=comment).exists():
        return False
    BestAnswer.objects.update_or_create(entry=entry, defaults={"comment": comment, "chosen_by": actor, "at": at})
    return True
