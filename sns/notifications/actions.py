"""Telling people: one line of the bell per (person, entry), and mail for what asks for an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sns.entries.models import Entry
from sns.notifications.models import IMPERSONAL, TO_OUTSIDERS, Notification, PendingMail, Verb, Watch
from sns.notifications.outbox import Happening, put_into_outbox
from sns.notifications.wishes import who_wants
from sns.people.models import User
from sns.spaces.models import Space


def watch(*, user: User, entry: Entry) -> None:
    """Tell the person of comments from now on, unless he has muted the thread."""
    Watch.objects.bulk_create([Watch(user=user, entry=entry)], ignore_conflicts=True)


@transaction.atomic
def set_watch(*, user: User, entry: Entry, on: bool) -> None:
    """The person's own choice for one thread: on, or muted."""
    Watch.objects.update_or_create(user=user, entry=entry, defaults={"is_muted": not on})


def forget_watch(*, user: User, entry: Entry) -> None:
    """Neither followed nor muted; commenting follows it again."""
    Watch.objects.filter(user=user, entry=entry).delete()


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
    """Add or bump a line for each person of ``to`` (user ids) who may read the entry; never for the actor himself
    (but for what nobody in particular does, such as a reminder).

    An unread line counts the others, a read one becomes unread again. Mail waits a few minutes in the outbox. Three
    statements for any number of people. Returns the ids of those who may know, whatever they have switched off.
    """
    if not (entry.is_live or verb == Verb.REMOVED):
        return []
    happened = Happening(verb=verb, actor=actor, path=path, excerpt=excerpt[:300], at=at or timezone.now(), entry=entry)
    return _tell(_without_actor(actor, verb, to), happened, entry.space, mail=mail)


@transaction.atomic
def notify_about_space(
    *,
    actor: User,
    verb: Verb,
    space: Space,
    to: Iterable[int],
    path: str,
    excerpt: str = "",
    at: datetime | None = None,
    mail: bool = True,
) -> list[int]:
    """The same for what is about a community itself and no entry of it: one line per (person, community, event).

    Invitations and answers to a request also reach people outside of the space; everything else its members alone.
    """
    happened = Happening(verb=verb, actor=actor, path=path, excerpt=excerpt[:300], at=at or timezone.now(), space=space)
    return _tell(_without_actor(actor, verb, to), happened, space, mail=mail)


@transaction.atomic
def forget_space(*, space: Space, people: Iterable[int]) -> None:
    """Take back what people outside were told of a space, its name included: their removal, a withdrawn or
    declined invitation, a community that has become secret. Lines of its entries hide by themselves."""
    people = list(people)
    Notification.objects.filter(space=space, user_id__in=people).delete()
    PendingMail.objects.filter(space=space, user_id__in=people).delete()


@transaction.atomic
def mark_seen(*, user: User, entry: Entry | None = None, line: Notification | None = None) -> None:
    """The person has seen what the bell says of an entry, or one line, or (none given) all; that needs no mail."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if entry is not None:
        unread = unread.filter(entry=entry)
    if line is not None:
        unread = unread.filter(pk=line.pk)
    same = Q(entry=OuterRef("entry")) | Q(space=OuterRef("space"), verb=OuterRef("verb"))
    PendingMail.objects.filter(Exists(unread.filter(same)), user=user, claimed_at=None).delete()
    unread.update(read_at=timezone.now())


def _without_actor(actor: User, verb: Verb, to: Iterable[int]) -> set[int]:
    return set(to) if verb in IMPERSONAL else set(to) - {actor.pk}


def _tell(people: set[int], happened: Happening, space: Space, *, mail: bool) -> list[int]:
    if not people:
        return []
    wanted = who_wants(people, happened.verb, space, also_outside=happened.verb in TO_OUTSIDERS)
    bell = [pk for pk, channels in wanted.items() if channels.bell]
    if bell:
        about = "entry_id" if happened.entry else "space_id, verb"
        with connection.cursor() as cursor:
            cursor.execute(_BUMP.format(about=about), happened.columns | {"people": bell})
    if mail:
        put_into_outbox([pk for pk, channels in wanted.items() if channels.mail], happened)
    return list(wanted)


_BUMP = """
INSERT INTO notifications_notification (user_id, entry_id, space_id, verb, actor_id, others, path, excerpt, at)
SELECT person, %(entry)s, %(space)s, %(verb)s, %(actor)s, 0, %(path)s, %(excerpt)s, %(at)s
FROM unnest(%(people)s::bigint[]) AS person
ORDER BY person  -- always in one order, so that two comments at once do not lock each other out
ON CONFLICT (user_id, {about}) DO UPDATE SET
    -- "and 2 others" did the same thing: another event begins to count anew
    others = CASE WHEN notifications_notification.read_at IS NULL AND notifications_notification.verb = excluded.verb
                  THEN notifications_notification.others
                       + (notifications_notification.actor_id <> excluded.actor_id)::int
                  ELSE 0 END,
    verb = excluded.verb, actor_id = excluded.actor_id, path = excluded.path, excerpt = excluded.excerpt,
    at = excluded.at, read_at = NULL
"""
