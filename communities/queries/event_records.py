"""What is known of an event afterwards, as one reader may see it."""

from dataclasses import dataclass, field

from communities.event_permissions import can_answer, can_run_event
from communities.models import Attendance, Event, EventAnswer, EventReport
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.models import SpaceMember
from sns.spaces.queries import space_ids

AT_LEAST = 5  # a smaller number of unnamed people is not told: it would be a riddle that can be solved
REPORTS_MAX = 20
REPORT_KINDS = (Entry.Kind.POST, Entry.Kind.TOPIC, Entry.Kind.PAGE)


@dataclass(slots=True)
class Record:
    """Who was there: those who agree by name, the others as a number of at least five or "some".

    ``nobody`` when it is noted that nobody came; ``me`` is the reader's own row, if he was there.
    """

    named: list[User] = field(default_factory=list)
    others: int = 0
    has_others: bool = False
    nobody: bool = False
    me: Attendance | None = None


def record_of(event: Event, user: User) -> Record | None:
    """None while nothing is noted; one query."""
    if event.attendance_noted_at is None:
        return None
    rows = list(event.attendances.select_related("user").order_by("user__reading", "user__name", "user_id"))
    unnamed = sum(not row.is_named for row in rows)
    return Record(
        named=[row.user for row in rows if row.is_named],
        others=unnamed if unnamed >= AT_LEAST else 0,
        has_others=unnamed > 0,
        nobody=not rows,
        me=next((row for row in rows if row.user_id == user.pk), None),
    )


def reports_of(event: Event, user: User) -> list[EventReport]:
    """Texts about the event that the person may read, oldest first; one query."""
    shown = event.reports.filter(
        entry__space_id__in=space_ids(user), entry__published_at__isnull=False, entry__withdrawn_at__isnull=True
    )
    return list(shown.select_related("entry__author").order_by("id")[:REPORTS_MAX])


def may_add_report(user: User, event: Event) -> bool:
    """The organiser and everybody who took part or wanted to."""
    if not can_answer(user, event) or not event.has_begun:
        return False
    if can_run_event(user, event):
        return True
    wanted = (EventAnswer.Choice.YES, EventAnswer.Choice.MAYBE)
    return (
        EventAnswer.objects.filter(event=event, user=user, choice__in=wanted).exists()
        or Attendance.objects.filter(event=event, user=user).exists()
    )


def texts_to_offer(event: Event, user: User) -> list[tuple[int, str]]:
    """(id, title) of the person's own newest texts since the event began, which are likely to be about it."""
    mine = Entry.objects.visible_to(user).filter(author=user, kind__in=REPORT_KINDS, published_at__gte=event.starts_at)
    newest = mine.exclude(reported_events__event=event).newest_first()
    return [(pk, title) for pk, title in newest.values_list("id", "title")[:10]]


def people_to_note(event: Event) -> list[tuple[User, bool]]:
    """Everybody who said yes, waited or said maybe, or is noted already, with whether he is noted."""
    noted = set(event.attendances.values_list("user_id", flat=True))
    answers = event.answers.exclude(choice=EventAnswer.Choice.NO).values_list("user_id", "choice")
    said_yes = {user_id for user_id, choice in answers if choice == EventAnswer.Choice.YES}
    everybody = noted | {user_id for user_id, _choice in answers}
    first_time = event.attendance_noted_at is None
    people = User.objects.filter(id__in=everybody).in_reading_order()
    return [(person, person.pk in (said_yes if first_time else noted)) for person in people]


def people_by_handles(event: Event, handles: list[str]) -> dict[str, User]:
    """Active people who may know of the event, by the handles typed."""
    people = User.objects.active().filter(handle__in=handles)
    if not event.space.is_open:
        people = people.filter(id__in=SpaceMember.objects.filter(space_id=event.space_id).values("user_id"))
    return {person.handle: person for person in people}
