"""Reading and keeping what people wish to be told: by event, by community, and when mail may come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from sns.notifications.models import MailTimes, PendingMail, Preference, SpaceLevel, Verb
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import may_see, space_ids

BELL_ONLY = frozenset({Verb.REACTION, Verb.LINK, Verb.THREAD, Verb.ENTRY, Verb.POLL, Verb.WELCOME})
MAILED_BY_DEFAULT = frozenset(Verb) - BELL_ONLY
# What somebody must find although he looks at no mail: its line of the bell cannot be switched off.
ALWAYS_IN_THE_BELL = frozenset({
    Verb.MENTION, Verb.REMOVED, Verb.NOTICE, Verb.WAITING, Verb.REPORT, Verb.JOIN_REQUEST, Verb.JOIN_ANSWER,
    Verb.INVITATION, Verb.OWNERSHIP,
})  # fmt: skip
# What comes also from a space that one has muted.
IN_SPITE_OF_MUTE = ALWAYS_IN_THE_BELL


@dataclass(frozen=True, slots=True)
class Channels:
    """Where one event is told."""

    bell: bool
    mail: bool


def default_of(verb: Verb) -> Channels:
    return Channels(bell=True, mail=verb in MAILED_BY_DEFAULT)


def channels_of(user: User) -> dict[Verb, Channels]:
    """For each event where the person is told of it."""
    rows = Preference.objects.filter(user=user).values_list("verb", "bell", "mail")
    chosen = {Verb(verb): Channels(bell or verb in ALWAYS_IN_THE_BELL, mail) for verb, bell, mail in rows}
    return {verb: chosen.get(verb, default_of(verb)) for verb in Verb}


def set_channels(*, user: User, chosen: Mapping[Verb, Channels]) -> None:
    """Keep the person's choice for each of the events; one statement."""
    rows = [Preference(user=user, verb=verb, bell=to.bell, mail=to.mail) for verb, to in chosen.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "verb"], update_fields=["bell", "mail"]
    )


def wants_mail(user: User) -> dict[Verb, bool]:
    """For each event whether the person gets mail about it."""
    return {verb: channels.mail for verb, channels in channels_of(user).items()}


@transaction.atomic
def set_mail(*, user: User, verb: Verb, on: bool) -> None:
    """The person wants mail about an event, or not; the bell is left as it is."""
    Preference.objects.update_or_create(user=user, verb=verb, defaults={"mail": on})


def who_wants(user_ids: Iterable[int], verb: Verb, space: Space, *, also_outside: bool) -> dict[int, Channels]:
    """Where each of the people is told of an event in a space: only those who may know of it and have not muted it.

    One statement for any number of people.
    """
    default = default_of(verb)
    values = {
        "people": list(user_ids), "verb": str(verb), "space": space.pk, "bell": default.bell, "mail": default.mail,
        "everybody": space.is_open or also_outside,
        "always": verb in ALWAYS_IN_THE_BELL, "in_spite": verb in IN_SPITE_OF_MUTE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WHO_WANTS, values)
        return {pk: Channels(bell, mail) for pk, bell, mail in cursor.fetchall()}


def close_followers(space_id: int) -> list[int]:
    """Ids of the people who want to hear of everything new in a space."""
    levels = SpaceLevel.objects.filter(space_id=space_id, level=SpaceLevel.Level.ALL)
    return list(levels.values_list("user_id", flat=True))


def level_in(user: User, space_id: int) -> str:
    """How closely the person follows a space."""
    level = SpaceLevel.objects.filter(user=user, space_id=space_id).values_list("level", flat=True).first()
    return level or SpaceLevel.Level.DIGEST


def level_column(user: User, space: str = "space_id") -> Coalesce:
    """The same as a column of a query over rows with a space."""
    levels = SpaceLevel.objects.filter(user_id=user.pk, space_id=OuterRef(space)).values("level")
    return Coalesce(Subquery(levels), Value(SpaceLevel.Level.DIGEST))


@transaction.atomic
def set_level(*, actor: User, space: Space, level: str) -> None:
    """How closely the person follows a space that he may see."""
    if not may_see(actor, space):
        raise PermissionDenied
    SpaceLevel.objects.update_or_create(user=actor, space=space, defaults={"level": SpaceLevel.Level(level)})


@transaction.atomic
def set_levels(*, actor: User, levels: Mapping[int, str]) -> None:
    """The same for several spaces at once; what is no level or no space of his is passed over."""
    mine = set(space_ids(actor))
    rows = [
        SpaceLevel(user=actor, space_id=pk, level=level)
        for pk, level in levels.items()
        if pk in mine and level in SpaceLevel.Level.values
    ]
    SpaceLevel.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["space", "user"], update_fields=["level"]
    )


def times_of(user: User) -> MailTimes:
    return MailTimes.objects.filter(user=user).first() or MailTimes(user=user)


@transaction.atomic
def set_times(*, times: MailTimes) -> None:
    """Keep when mail may come; what waits for the hours of before is looked at again."""
    times.save()
    PendingMail.objects.filter(user=times.user, claimed_at=None).update(due_at=timezone.now())


_WHO_WANTS = """
SELECT u.id, COALESCE(p.bell, %(bell)s) OR %(always)s, COALESCE(p.mail, %(mail)s)
FROM people_user u
LEFT JOIN notifications_preference p ON p.user_id = u.id AND p.verb = %(verb)s
LEFT JOIN notifications_spacelevel l ON l.user_id = u.id AND l.space_id = %(space)s
WHERE u.id = ANY(%(people)s::bigint[]) AND u.is_active
  AND (%(everybody)s OR EXISTS (
      SELECT 1 FROM spaces_spacemember m WHERE m.space_id = %(space)s AND m.user_id = u.id))
  AND (%(in_spite)s OR l.level IS DISTINCT FROM 'muted')
ORDER BY u.id
"""
