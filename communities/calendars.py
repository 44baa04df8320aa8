"""Events as calendar programs know them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import CalendarToken, Event, EventAnswer
from sns.core.calendars import Item, host
from sns.core.http import absolute_url
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember

FEED_MAX = 500  # about half a second to write
FEED_BACK = timedelta(days=366)


def item_of(event: Event, *, is_tentative: bool = False) -> Item:
    """What a calendar holds of an event: nothing of who comes."""
    address = absolute_url(event.get_absolute_url())
    reason = _("Cancelled: %(reason)s") % {"reason": event.cancelled_reason} if event.is_cancelled else ""
    lines = (reason, event.excerpt, event.link, address)
    return Item(
        uid=f"{event.uid}@{host()}",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        first_day=event.first_day,
        last_day=event.last_day,
        zone=event.time_zone,
        changed_at=event.changed_at,
        created_at=event.published_at,
        sequence=event.sequence,
        place=event.place or event.link,
        text="\n\n".join(line for line in lines if line),
        url=address,
        organiser=event.author.name,
        categories=() if event.space.kind == Space.Kind.COMPANY else (event.space.name,),
        is_cancelled=event.is_cancelled,
        is_tentative=is_tentative,
    )


def feed_items(user: User, scope: str) -> Iterable[Item]:
    """The events of a person's calendar, as far as he may see them at this moment; two queries."""
    shown = _in_scope(user, scope).filter(ends_at__gt=timezone.now() - FEED_BACK)
    events = list(shown.select_related("author", "space").order_by("-starts_at", "-pk")[:FEED_MAX])
    maybe = set(
        EventAnswer.objects.filter(user=user, choice=EventAnswer.Choice.MAYBE).values_list("event_id", flat=True)
    )
    return [item_of(event, is_tentative=event.pk in maybe) for event in reversed(events)]


def _in_scope(user: User, scope: str):
    visible = Event.objects.visible_to(user)
    said = (EventAnswer.Choice.YES, EventAnswer.Choice.MAYBE)
    answered = EventAnswer.objects.filter(user=user, choice__in=said).values("event_id")
    if scope == CalendarToken.Scope.MINE:
        return visible.filter(pk__in=answered)
    member_of = SpaceMember.objects.filter(user=user).values("space_id")
    mine = Q(space_id__in=member_of) | Q(space__kind=Space.Kind.COMPANY)
    return visible.filter(mine | Q(pk__in=answered))
