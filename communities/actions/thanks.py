"""Thanks: a note that others may read, or one that only its receiver does. So many a month, and nobody is ranked."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.models import CompanyValue, PrivateThank, Thank
from communities.queries.thanks import can_thank_team, given_between
from sns import publishing
from sns.notifications.actions import forget_space, notify, notify_about_space
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.actions import ensure_personal_space
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import may_see


class QuotaReached(Exception):
    """The person has given all the thanks of this month."""


@transaction.atomic
def give_thanks(*, actor: User, thank: Thank, at: datetime | None = None) -> Thank:
    """Publish thanks to a person or a team, and tell them. Raises QuotaReached."""
    _take_one(actor, at)
    if not _fits(actor, thank):
        raise PermissionDenied
    publishing.publish(actor=actor, entry=thank, at=at)
    told = [thank.receiver_id] if thank.receiver_id else _members(thank.team)
    notify(
        actor=actor, verb=Verb.THANKS, entry=thank, to=told, path=thank.get_absolute_url(), excerpt=thank.excerpt,
        at=at, mail=thank.receiver_id is not None,
    )  # fmt: skip
    return thank


@transaction.atomic
def give_private_thanks(
    *,
    actor: User,
    receiver: User,
    note: str,
    value: CompanyValue | None = None,
    submission: UUID | None = None,
    at: datetime | None = None,
) -> PrivateThank:
    """Give thanks that only the receiver reads. Raises QuotaReached."""
    _take_one(actor, at)
    if not _is_thankable(actor, receiver):
        raise PermissionDenied
    at = at or timezone.now()
    thank = PrivateThank.objects.create(
        giver=actor, receiver=receiver, note=note, value=value, submission=submission, created_at=at
    )
    notify_about_space(
        actor=actor, verb=Verb.THANKS, space=ensure_personal_space(user=receiver), to=[receiver.pk],
        path="/thanks/?show=private", excerpt=note, at=at,
    )  # fmt: skip
    return thank


@transaction.atomic
def put_away(*, actor: User, thank: PrivateThank) -> None:
    """The receiver of private thanks no longer wants to see them; the bell forgets them too."""
    if actor.pk != thank.receiver_id:
        raise PermissionDenied
    if thank.removed_at is None:
        thank.removed_at = timezone.now()
        thank.save(update_fields=["removed_at"])
        forget_space(space=ensure_personal_space(user=actor), people=[actor.pk])


def month_of(now: datetime | None = None) -> tuple[datetime, datetime]:
    """When this month began where the company is, and when the next one begins."""
    local = timezone.localtime(now or timezone.now(), timezone.get_default_timezone())
    first = local.date().replace(day=1)
    return _midnight(first), _midnight((first + timedelta(days=31)).replace(day=1))


def thanks_left(user: User, *, now: datetime | None = None) -> int:
    """How many thanks the person may still give this month."""
    return max(0, settings.THANKS_PER_MONTH - given_between(user, *month_of(now)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _take_one(actor: User, at: datetime | None) -> None:
    # Two forms at the same instant must not both get the last one.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if not thanks_left(actor, now=at):
        raise QuotaReached


def _fits(actor: User, thank: Thank) -> bool:
    """A person is thanked before the company; a unit there or in its own space, a community in its own alone."""
    if thank.receiver:
        return _is_thankable(actor, thank.receiver) and thank.space.kind == Space.Kind.COMPANY
    if not can_thank_team(actor, thank.team) or not may_see(actor, thank.space):
        return False
    if thank.team.kind == Space.Kind.COMMUNITY:
        return thank.space_id == thank.team_id
    return thank.space_id == thank.team_id or thank.space.kind == Space.Kind.COMPANY


def _is_thankable(actor: User, receiver: User) -> bool:
    return receiver.is_active and not receiver.is_guest and receiver.pk != actor.pk


def _members(team: Space) -> list[int]:
    return list(SpaceMember.objects.filter(space=team).values_list("user_id", flat=True))
