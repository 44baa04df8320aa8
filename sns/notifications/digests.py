"""Whose summary is due, and that none goes out twice; what stands in it is put together in `sns.home.digest`."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sns.notifications.hours import digest_due, digest_length
from sns.notifications.letters import make_message
from sns.notifications.models import Digest, MailTimes
from sns.notifications.outbox import mail_times
from sns.notifications.sentences import shortened
from sns.notifications.unsubscribe import DIGEST
from sns.people.models import User

LOOKS_BACK_MAX = timedelta(days=31)


@transaction.atomic
def plan(now: datetime) -> list[int]:
    """Make a row for each summary that is due; returns the ids of the new ones. Two statements for everybody.

    A person has one row per day of his own calendar: planning again makes no second one.
    """
    people = User.objects.colleagues().filter(email__isnull=False).exclude(mail_times__digest=MailTimes.Frequency.OFF)
    people = people.select_related("mail_times").annotate(
        last_day=Max("digests__day"), last_done=Max("digests__done_at")
    )
    planned = []
    for user in people.defer("introduction", "introduction_html").iterator(chunk_size=1000):
        times = mail_times(user)
        due = digest_due(times, user.time_zone, now)
        if due and user.date_joined < due[1] and (user.last_day is None or user.last_day < due[0]):
            since = max(user.last_done or now - digest_length(times), now - LOOKS_BACK_MAX)
            planned.append(Digest(user=user, day=due[0], since=since))
    Digest.objects.bulk_create(planned, ignore_conflicts=True)
    days = {digest.day for digest in planned}
    users = [digest.user_id for digest in planned]
    mine = Digest.objects.filter(user_id__in=users, day__in=days, state=Digest.State.WAITING)
    return list(mine.order_by("id").values_list("id", flat=True))


def load(ids: list[int]) -> list[Digest]:
    """Those of a batch that still wait, with their readers; one query."""
    waiting = Digest.objects.filter(pk__in=ids, state=Digest.State.WAITING, user__is_active=True)
    return list(waiting.select_related("user__mail_times").order_by("id"))


def claim(digest: Digest) -> bool:
    """Take it for sending; False when another worker has it. One that dies now is not sent again."""
    return _move(digest, Digest.State.WAITING, Digest.State.CLAIMED)


def release(digest: Digest) -> None:
    """The mail server did not take it."""
    _move(digest, Digest.State.CLAIMED, Digest.State.WAITING)


def finish(digest: Digest, *, sent: bool) -> None:
    digest.done_at = timezone.now()
    digest.state = Digest.State.SENT if sent else Digest.State.EMPTY
    digest.save(update_fields=["state", "done_at"])


def build_digest(digest: Digest, content) -> EmailMultiAlternatives:
    """The message in the active language, about ``content`` (see `sns.home.digest.Content`)."""
    titles = {
        MailTimes.Frequency.DAILY: _("Today in Engawa"),
        MailTimes.Frequency.MONTHLY: _("This month in Engawa"),
    }
    heading = titles.get(mail_times(digest.user).digest, _("This week in Engawa"))
    subject = heading
    if content.headline:
        subject = _("%(sentence)s: %(title)s") % {"sentence": heading, "title": shortened(content.headline)}
    context = {"reader": digest.user, "heading": heading, "subject": subject, "content": content}
    return make_message(digest.user, subject, "digest", context, kinds=[DIGEST])


def _move(digest: Digest, before: str, after: str) -> bool:
    return bool(Digest.objects.filter(pk=digest.pk, state=before).update(state=after))
