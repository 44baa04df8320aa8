"""Mail about events waits here for a few minutes, so that what happens together comes as one mail."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from sns.entries.models import Entry
from sns.notifications.hours import next_opening
from sns.notifications.models import Digest, MailTimes, PendingMail, Verb
from sns.people.models import User
from sns.spaces.models import Space

SOON = frozenset({Verb.MENTION, Verb.REPLY, Verb.WAITING, Verb.REMINDER})
# In the morning it is too late: who goes to an event on Saturday is reminded on Saturday.
AT_ANY_HOUR = frozenset({Verb.REMINDER})
SOON_AFTER, AFTER = timedelta(minutes=1), timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(days=14)
DIGESTS_KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Happening:
    """One event, whoever is told of it: about an entry or about a space, never both."""

    verb: Verb
    actor: User
    path: str
    excerpt: str
    at: datetime
    entry: Entry | None = None
    space: Space | None = None

    @property
    def columns(self) -> dict:
        return {
            "entry": self.entry.pk if self.entry else None,
            "space": self.space.pk if self.space else None,
            "verb": str(self.verb),
            "actor": self.actor.pk,
            "path": self.path,
            "excerpt": self.excerpt,
            "at": self.at,
        }


def put_into_outbox(user_ids: list[int], happened: Happening) -> None:
    """Let mail wait for each of the people; one statement, in the transaction of what happened."""
    if not user_ids:
        return
    now = timezone.now()
    due = now + (SOON_AFTER if happened.verb in SOON else AFTER)
    with connection.cursor() as cursor:
        cursor.execute(_PUT, happened.columns | {"people": user_ids, "now": now, "due": due})


@transaction.atomic
def hand_over(now: datetime) -> dict[int, list[int]]:
    """Take what is due out of the queue: the rows' ids by person; where it is night, it is put off to the morning.

    With what is due goes everything else that waits for the person. A row is handed over once.
    """
    ready, later = _who_is_open(now)
    for opens, people in later.items():
        _waiting().filter(user_id__in=people, due_at__lte=now).exclude(verb__in=AT_ANY_HOUR).update(due_at=opens)
    at_any_hour = [str(verb) for verb in AT_ANY_HOUR]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"people": ready, "now": now, "at_any_hour": at_any_hour})
        rows: dict[int, list[int]] = defaultdict(list)
        for user_id, pk in cursor.fetchall():
            rows[user_id].append(pk)
    return dict(rows)


def begin_sending(ids: list[int]) -> list[PendingMail]:
    """The rows of a job that nobody has begun to send, oldest first, marked so that nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {"rows": ids})
        begun = [row[0] for row in cursor.fetchall()]
    rows = PendingMail.objects.filter(pk__in=begun).select_related("actor", "entry__space", "space")
    return list(rows.order_by("created_at", "pk"))


def sent(rows: list[PendingMail]) -> None:
    PendingMail.objects.filter(pk__in=[row.pk for row in rows]).delete()


def not_sent(rows: list[PendingMail]) -> None:
    """The mail server did not take it: the job tries again."""
    PendingMail.objects.filter(pk__in=[row.pk for row in rows]).update(sending_at=None)


def purge(now: datetime) -> None:
    """Forget what could not be sent for two weeks, and what waits for people who have left."""
    PendingMail.objects.filter(Q(created_at__lt=now - FORGOTTEN_AFTER) | Q(user__is_active=False)).delete()
    Digest.objects.filter(day__lt=(now - DIGESTS_KEPT).date()).delete()


def _waiting():
    return PendingMail.objects.filter(claimed_at__isnull=True)


def _who_is_open(now: datetime) -> tuple[list[int], dict[datetime, list[int]]]:
    ids = _waiting().filter(due_at__lte=now).values_list("user_id", flat=True)
    people = User.objects.active().filter(id__in=ids, email__isnull=False).select_related("mail_times")
    ready, later = [], defaultdict(list)
    for user in people:
        opens = next_opening(mail_times(user), user.time_zone, now)
        if opens <= now:
            ready.append(user.pk)
        else:
            later[opens].append(user.pk)
    return ready, later


def mail_times(user: User) -> MailTimes:
    """The person's wishes, or the defaults; no query where ``mail_times`` was selected along with him."""
    try:
        return user.mail_times
    except MailTimes.DoesNotExist:
        return MailTimes(user=user)


_PUT = """
INSERT INTO notifications_pendingmail (user_id, verb, entry_id, space_id, actor_id, path, excerpt, created_at, due_at)
SELECT person, %(verb)s, %(entry)s, %(space)s, %(actor)s, %(path)s, %(excerpt)s, %(now)s, %(due)s
FROM unnest(%(people)s::bigint[]) AS person
"""
_CLAIM = """
UPDATE notifications_pendingmail SET claimed_at = %(now)s
WHERE (user_id = ANY(%(people)s::bigint[]) OR (verb = ANY(%(at_any_hour)s) AND due_at <= %(now)s))
  AND claimed_at IS NULL
RETURNING user_id, id
"""
_BEGIN = """
UPDATE notifications_pendingmail SET sending_at = now()
WHERE id = ANY(%(rows)s::bigint[]) AND sending_at IS NULL
RETURNING id
"""
