"""Reports: somebody says that something is wrong, those who look after the space decide, the reporter hears of it."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sns.audit.actions import record
from sns.discussion.models import Comment, Flag
from sns.entries.models import Entry
from sns.notifications.actions import notify, notify_about_space
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.permissions import MODERATING, can_moderate
from sns.spaces.queries import may_see

MY_REPORTS = "/reports/"
ADMINISTRATORS_QUEUE = "/admin/discussion/flag/?state=open"


@transaction.atomic
def report(*, actor: User, entry: Entry, reason: str, comment: Comment | None = None) -> Flag:
    """Say that something is wrong with an entry or a comment; its moderators and the administrators are told.

    A second report of the same text by the same person changes nothing.
    """
    if not may_see(actor, entry.space):
        raise PermissionDenied
    flag, is_new = Flag.objects.get_or_create(user=actor, entry=entry, comment=comment, defaults={"reason": reason})
    if is_new:
        _tell_moderators(flag)
    return flag


@transaction.atomic
def settle_flags(*, actor: User, entry: Entry, comment: Comment | None = None, outcome: str) -> int:
    """Close every open report of one text; ``outcome`` (Flag.Outcome) goes into the record and to who reported."""
    if not can_moderate(actor, entry.space):
        raise PermissionDenied
    flags = list(Flag.objects.select_for_update().filter(entry=entry, comment=comment, settled_at=None))
    if not flags:
        return 0
    Flag.objects.filter(pk__in=[flag.pk for flag in flags]).update(
        settled_at=timezone.now(), settled_by=actor, outcome=outcome
    )
    data = {"outcome": str(outcome), "reports": len(flags)}
    record(actor=actor, verb="report.settled", subject=comment or entry, data=data, space_id=entry.space_id)
    _tell_reporters(actor, entry.space, {flag.user_id for flag in flags} - {actor.pk})
    return len(flags)


def _tell_moderators(flag: Flag) -> None:
    """Not who wrote the text, even if he looks after the community himself, and not who reports it."""
    author = flag.comment.author_id if flag.comment else flag.entry.author_id
    space = flag.entry.space
    moderators = _moderators(space) - {author, flag.user_id}
    administrators = set(User.objects.active().filter(is_staff=True).values_list("pk", flat=True))
    line = {"actor": flag.user, "verb": Verb.REPORT, "entry": flag.entry, "excerpt": flag.reason}
    notify(to=moderators, path=f"/communities/{space.pk}/reports/", **line)
    notify(to=administrators - moderators - {author, flag.user_id}, path=ADMINISTRATORS_QUEUE, **line)


def _moderators(space: Space) -> set[int]:
    if space.kind != Space.Kind.COMMUNITY:
        return set()
    members = SpaceMember.objects.filter(space=space, role__in=MODERATING)
    return set(members.values_list("user_id", flat=True))


def _tell_reporters(actor: User, space: Space, people: Iterable[int]) -> None:
    """The bell alone: that it was looked at; what became of it stands on their own page."""
    notify_about_space(actor=actor, verb=Verb.REPORT, space=space, to=people, path=MY_REPORTS, mail=False)
