"""Telling people: one line of the bell per (person, entry), and mail at once for what asks for an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from sns.entries.models import Entry
from sns.notifications.models import Notification, Preference, Verb, Watch
from sns.notifications.tasks import send_mail_for
from sns.people.models import User
from sns.spaces.models import SpaceMember

MAILED_BY_DEFAULT = frozenset({Verb.MENTION, Verb.COMMENT, Verb.REPLY, Verb.REMOVED})


def watch(*, user: User, entry: Entry) -> None:
    """Tell the person of comments from now on, unless he has muted the thread."""
    Watch.objects.bulk_create([Watch(user=user, entry=entry)], ignore_conflicts=True)


@transaction.atomic
def set_watch(*, user: User, entry: Entry, on: bool) -> None:
    """The person's own choice for one thread: on, or muted."""
    Watch.objects.update_or_create(user=user, entry=entry, defaults={"is_muted": not on})


@transaction.atomic
def notify(
    *,
    actor: User,
    verb: Verb,
    entry: Entry,
    to: Iterable[int],
    path: str,
    excerpt: str = "",
    at: datetime | None = None,
    mail: bool = True,
) -> list[int]:
    """Add or bump a line for each person of ``to`` (user ids) who may read the entry; never for the actor himself.

    An unread line counts the others, a read one becomes unread again. The mail is sent by a job that belongs to
    this transaction. Returns the ids of the people told.
    """  # fmt: skip
    told = sorted(_who_may_read(entry, set(to) - {actor.pk}, even_withdrawn=verb == Verb.REMOVED))
    if not told:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _BUMP,
            {
                "people": told,
                "entry": entry.pk,
                "verb": str(verb),
                "actor": actor.pk,
                "path": path,
                "excerpt": excerpt[:300],
                "at": at or timezone.now(),
            },
        )
    if mail:
        for user_id in _who_wants_mail(told, verb):
            send_mail_for.defer(
                user_id=user_id,
                verb=str(verb),
                entry_id=entry.pk,
                actor_id=actor.pk,
                path=path,
                excerpt=excerpt,
            )
    return told


def mark_seen(*, user: User, entry: Entry | None = None) -> None:
    """The person has seen what the line of one entry speaks of, or (no entry) the whole list."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if entry is not None:
        unread = unread.filter(entry=entry)
    unread.update(read_at=timezone.now())


@transaction.atomic
def set_mail(*, user: User, verb: Verb, on: bool) -> None:
    """The person wants mail about an event, or not."""
    Preference.objects.update_or_create(user=user, verb=verb, defaults={"mail": on})


def wants_mail(user: User) -> dict[Verb, bool]:
    """For each event whether the person gets mail about it."""
    chosen = dict(Preference.objects.filter(user=user).values_list("verb", "mail"))
    return {verb: chosen.get(verb, verb in MAILED_BY_DEFAULT) for verb in Verb}


def _who_may_read(entry: Entry, user_ids: set[int], *, even_withdrawn: bool) -> set[int]:
    if not user_ids or not (entry.is_live or even_withdrawn):
        return set()
    people = User.objects.active().filter(id__in=user_ids)
    if not entry.space.is_open:
        members = SpaceMember.objects.filter(space_id=entry.space_id, user_id__in=user_ids)
        people = people.filter(id__in=members.values("user_id"))
    return set(people.values_list("id", flat=True))


def _who_wants_mail(user_ids: list[int], verb: Verb) -> list[int]:
    chosen = dict(Preference.objects.filter(user_id__in=user_ids, verb=verb).values_list("user_id", "mail"))
    return [user_id for user_id in user_ids if chosen.get(user_id, verb in MAILED_BY_DEFAULT)]


_BUMP = """
INSERT INTO notifications_notification (user_id, entry_id, verb, actor_id, others, path, excerpt, at)
SELECT person, %(entry)s, %(verb)s, %(actor)s, 0, %(path)s, %(excerpt)s, %(at)s
FROM unnest(%(people)s::bigint[]) AS person
ORDER BY person  -- always in one order, so that two comments at once do not lock each other out
ON CONFLICT (user_id, entry_id) DO UPDATE SET
    others = CASE WHEN notifications_notification.read_at IS NULL
                  THEN notifications_notification.others
                       + (notifications_notification.actor_id <> excluded.actor_id)::int
                  ELSE 0 END,
    verb = excluded.verb, actor_id = excluded.actor_id, path = excluded.path, excerpt = excluded.excerpt,
    at = excluded.at, read_at = NULL
"""
