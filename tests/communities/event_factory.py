"""Events of the tests, through the real actions."""

from datetime import timedelta

from django.utils import timezone

from communities.actions.date_polls import ask_for_dates
from communities.actions.event_answers import set_answer
from communities.actions.events import Details, announce_event
from communities.models import Community, Event
from sns.core.spans import Span
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import company_space
from tests.communities.groups import make_group


def make_circle(owner: User, name: str = "夕方の勉強会", access: str = "open", members=()) -> Community:
    return make_group(owner, name, access, members, tools=("events",))


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


SOON, YESTERDAY = hours(72), hours(24)


def make_event(author: User, title: str = "勉強会", space: Space | None = None, starts_in=SOON, **fields) -> Event:
    """An hour long, three days from now, in the whole company."""
    # Whole minutes, as forms give them.
    starts_at = fields.pop("starts_at", (timezone.now() + starts_in).replace(second=0, microsecond=0))
    ends_at = fields.pop("ends_at", starts_at + hours(1))
    details = Details(title=title, starts_at=starts_at, ends_at=ends_at, **fields)
    return announce_event(actor=author, space=space or company_space(), details=details)


def make_past(event: Event, ago=YESTERDAY) -> Event:
    """Let it have taken place."""
    starts_at = timezone.now() - ago
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + hours(1))
    return fresh(event)


def make_dates(author: User, title: str = "懇親会", space: Space | None = None, days=(3, 4, 5), **fields) -> Event:
    """Looking for a date; an hour on each of ``days`` from now."""
    now = timezone.now().replace(microsecond=0)
    spans = [Span(now + timedelta(days=n), now + timedelta(days=n, hours=1), zone="Asia/Tokyo") for n in days]
    details = Details(title=title, **fields)
    return ask_for_dates(actor=author, space=space or company_space(), details=details, spans=spans)


def say(person: User, event: Event, choice: str = "yes") -> str:
    return set_answer(actor=person, event=event, choice=choice)


def fresh(event: Event) -> Event:
    return Event.objects.select_related("author", "space").get(pk=event.pk)
