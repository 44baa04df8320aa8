"""Telling people: one line of the bell per (person, entry), and mail at once for what asks for an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from sns.entries.models import Entry
from sns.notifications.models import IMPERSONAL, TO_OUTSIDERS, Notification, Preference, Verb, Watch
from sns.notifications.tasks import send_mail_for
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember

BELL_ONLY = frozenset({Verb.REACTION, Verb.LINK, Verb.THREAD, Verb.ENTRY, Verb.POLL, Verb.WELCOME})
MAILED_BY_DEFAULT = frozenset(Verb) - BELL_ONLY


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
    """Add or bump a line for each person of ``to`` (user ids) who may read the entry; never for the actor himself
    (but for what nobody in particular does, such as a reminder).

    An unread line counts the others, a read one becomes unread again. The mail is sent by a job that belongs to
    this transaction. Returns the ids of the people told.
    """  # fmt: skip
    if not (entry.is_live or verb == Verb.REMOVED):
        return []
    told = _who_may_know(entry.space, _without_actor(actor, verb, to))
    line = {"entry": entry.pk, "space": None, "verb": verb, "actor": actor, "path": path, "excerpt": excerpt}
    _tell(told, line, at=at, mail=mail)
    return told


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
    people = _without_actor(actor, verb, to)
    told = _who_is_active(people) if verb in TO_OUTSIDERS else _who_may_know(space, people)
    line = {"entry": None, "space": space.pk, "verb": verb, "actor": actor, "path": path, "excerpt": excerpt}
    _tell(told, line, at=at, mail=mail)
    return told


@transaction.atomic
def forget_space(*, space: Space, people: Iterable[int]) -> None:
    """Take back what people outside were told of a space, its name included: their removal, a withdrawn or
    declined invitation, a community that has become secret. Lines of its entries hide by themselves."""
    Notification.objects.filter(space=space, user_id__in=people).delete()


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


def _without_actor(actor: User, verb: Verb, to: Iterable[int]) -> set[int]:
    return set(to) if verb in IMPERSONAL else set(to) - {actor.pk}


def _who_may_know(space: Space, user_ids: set[int]) -> list[int]:
    if user_ids and not space.is_open:
        members = SpaceMember.objects.filter(space_id=space.pk, user_id__in=user_ids)
        user_ids = set(members.values_list("user_id", flat=True))
    return _who_is_active(user_ids)


def _who_is_active(user_ids: set[int]) -> list[int]:
    if not user_ids:
        return []
    return sorted(User.objects.active().filter(id__in=user_ids).values_list("id", flat=True))


def _tell(told: list[int], line: dict, *, at: datetime | None, mail: bool) -> None:
    if not told:
        return
    about = "space_id, verb" if line["space"] else "entry_id"
    row = line | {"verb": str(line["verb"]), "actor": line["actor"].pk, "excerpt": line["excerpt"][:300]}
    with connection.cursor() as cursor:
        cursor.execute(_BUMP.format(about=about), row | {"people": told, "at": at or timezone.now()})
    if mail:
        for user_id in _who_wants_mail(told, line["verb"]):
            send_mail_for.defer(
                user_id=user_id, verb=row["verb"], entry_id=line["entry"], space_id=line["space"],
                actor_id=row["actor"], path=line["path"], excerpt=line["excerpt"],
            )  # fmt: skip


def _who_wants_mail(user_ids: list[int], verb: Verb) -> list[int]:
    chosen = dict(Preference.objects.filter(user_id__in=user_ids, verb=verb).values_list("user_id", "mail"))
    return [user_id for user_id in user_ids if chosen.get(user_id, verb in MAILED_BY_DEFAULT)]


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
