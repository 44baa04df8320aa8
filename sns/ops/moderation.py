"""What administrators may read and do with other people's texts."""

from enum import Enum

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from sns.audit.actions import record
from sns.discussion.models import Comment, Flag
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import may_see

# A reason given opens one text for this session and this long.
OPEN_SECONDS = 30 * 60
SESSION_KEY = "opened_texts"


class Access(Enum):
    """May an administrator read a text?"""

    SHOWN = "shown"
    WITH_REASON = "with_reason"
    NEVER = "never"


def access_to(user: User, text: Entry | Comment) -> Access:
    """Drafts and "only me" never; his own spaces and what was reported always; the rest when he says why."""
    entry = text.entry if isinstance(text, Comment) else text
    if entry.published_at is None or entry.space.kind == Space.Kind.PERSONAL:
        return Access.NEVER
    if may_see(user, entry.space) or was_reported(text):
        return Access.SHOWN
    return Access.WITH_REASON


def was_reported(text: Entry | Comment) -> bool:
    return flags_of(text).exists()


def flags_of(text: Entry | Comment):
    """Reports of exactly this text: a report of a comment does not open the post above it."""
    if isinstance(text, Comment):
        return Flag.objects.filter(comment=text)
    return Flag.objects.filter(entry=text, comment=None)


def open_text(*, request: HttpRequest, text: Entry | Comment, reason: str) -> None:
    """Let the administrator read a text of a closed space in this session, for the reason he gave."""
    if access_to(request.user, text) is not Access.WITH_REASON or not reason.strip():
        raise PermissionDenied
    verb = "comment.opened" if isinstance(text, Comment) else "entry.opened"
    record(actor=request.user, verb=verb, subject=text, data={"reason": reason})
    opened = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = opened | {_key(text): timezone.now().timestamp()}


def is_open(request: HttpRequest, text: Entry | Comment) -> bool:
    """Is the text shown to this administrator now?"""
    access = access_to(request.user, text)
    if access is not Access.WITH_REASON:
        return access is Access.SHOWN
    opened = request.session.get(SESSION_KEY, {}).get(_key(text), 0)
    return timezone.now().timestamp() - opened < OPEN_SECONDS


def _key(text: Entry | Comment) -> str:
    return f"{text._meta.model_name}:{text.pk}"
