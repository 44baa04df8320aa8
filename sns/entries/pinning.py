"""Pins: a few entries stand first for a while, in a community or on their author's blog."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sns.audit.actions import record
from sns.entries.models import Entry, Pin
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.permissions import can_moderate
from sns.spaces.queries import space_ids

PINS_MAX = 3


class TooManyPins(Exception):
    """So many entries stand first there already that one more would help nobody."""


def places_for(user: User, entry: Entry) -> list[Pin.Place]:
    """Where the person may put the entry first: moderators in their community, authors on their blog."""
    places: list[Pin.Place] = []
    if not entry.is_live or entry.space.is_archived:
        return places
    if entry.space.kind in (Space.Kind.COMMUNITY, Space.Kind.GROUP) and can_moderate(user, entry.space):
        places.append(Pin.Place.SPACE)
    if entry.kind == Entry.Kind.POST and entry.author_id == user.pk:
        places.append(Pin.Place.BLOG)
    return places


@transaction.atomic
def pin(*, actor: User, entry: Entry, place: str, until: datetime) -> Pin:
    """Let the entry stand first until a time; pinning it again changes the time. Raises TooManyPins."""
    if place not in places_for(actor, entry) or until <= timezone.now():
        raise PermissionDenied
    others = Pin.objects.in_force().filter(place=place).exclude(entry_id=entry.pk)
    others = others.filter(entry__space_id=entry.space_id) if place == Pin.Place.SPACE else _on_blog(others, entry)
    if others.count() >= PINS_MAX:
        raise TooManyPins
    Pin.objects.filter(entry_id=entry.pk, place=place).delete()
    row = Pin.objects.create(entry_id=entry.pk, place=place, until=until, pinned_by=actor)
    if actor.pk != entry.author_id:
        record(actor=actor, verb="entry.pinned", subject=entry, data={"until": until.isoformat()})
    return row


@transaction.atomic
def unpin(*, actor: User, entry: Entry, place: str) -> None:
    if place not in places_for(actor, entry):
        raise PermissionDenied
    gone, _rows = Pin.objects.filter(entry_id=entry.pk, place=place).delete()
    if gone and actor.pk != entry.author_id:
        record(actor=actor, verb="entry.unpinned", subject=entry)


def pinned_in_space(user: User, space_id: int) -> list[int]:
    """Ids of the live entries that stand first in a space now, the last pinned first; none for who may not look."""
    return list(pins_of_space(space_id)) if space_id in space_ids(user) else []


def pins_of_space(space_id: int) -> QuerySet:
    """The same as a part of another statement, whose reader may look into the space."""
    return _live_ids(Pin.objects.in_force().filter(place=Pin.Place.SPACE, entry__space_id=space_id))


def pinned_on_blog(user: User, author: User) -> list[int]:
    """Ids of the entries that stand first on a blog, as far as the reader may see them."""
    pins = Pin.objects.in_force().filter(place=Pin.Place.BLOG, entry__author_id=author.pk)
    return list(_live_ids(pins.filter(entry__space_id__in=space_ids(user))))


def _live_ids(pins) -> QuerySet:
    live = pins.filter(entry__published_at__isnull=False, entry__withdrawn_at__isnull=True)
    return live.order_by("-pinned_at", "-id").values_list("entry_id", flat=True)[:PINS_MAX]


def _on_blog(pins, entry: Entry):
    return pins.filter(entry__author_id=entry.author_id)
