"""The demo's events: announced through the actions, answered as people would have, some of them told of afterwards."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from communities.actions.date_polls import ask_for_dates
from communities.actions.event_records import add_report
from communities.actions.events import Details, announce_event, cancel_event
from communities.models import Attendance, CandidateMark, Community, Event, EventAnswer
from sns.core.localtimes import day_after, moment_of, start_of
from sns.core.spans import Span
from sns.entries.models import Entry, Reading, Revision
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import company_space

Choice, Mark = EventAnswer.Choice, CandidateMark.Mark
ANSWERED_BEFORE = timedelta(hours=20)  # the last answer, before it begins


@dataclass(frozen=True)
class Day:
    """A candidate with everybody's answer to it."""

    on: int
    start: str
    end: str
    good: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """An event as the data file tells it; its head says what the fields mean."""

    key: str
    author: str
    told: int
    time: str
    title: str
    text: str
    tags: list[str]
    place: str = ""
    link: str = ""
    space: str = ""
    on: int = 0
    weekday: int | None = None
    start: str = ""
    end: str = ""
    all_day: bool = False
    zone: str = "Asia/Tokyo"
    seats: int | None = None
    until: list | None = None
    yes: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)
    came: list[str] | None = None
    named: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    cancelled: str = ""
    dates: list[Day] = field(default_factory=list)


def told_events() -> list[Told]:
    """Every event of the data file."""
    return [_told(row) for row in content.read_toml("events.toml")["event"]]


def load_events(
    people: dict[str, User],
    communities: dict[str, Community],
    entries: dict[str, Entry],
    days: Workdays,
    *,
    now: datetime,
) -> dict[str, Event]:
    """Announce them all and let people answer; ``entries`` are the posts, by their keys. Returns them by their keys."""
    return {told.key: Loader(told, people, communities, entries, days, now).load() for told in told_events()}


@dataclass
class Loader:
    """Brings one event into the database."""

    told: Told
    people: dict[str, User]
    communities: dict[str, Community]
    entries: dict[str, Entry]
    days: Workdays
    now: datetime

    def load(self) -> Event:
        told, author = self.told, self.people[self.told.author]
        at = self._announced_at()
        self._let_in(author, at)
        if told.dates:
            spans = [self._span(self.days.day(day.on), day.start, day.end) for day in told.dates]
            event = ask_for_dates(actor=author, space=self._space(), details=self._details(), spans=spans, at=at)
            self._mark(event, at)
        else:
            event = announce_event(actor=author, space=self._space(), details=self._details(self._when()), at=at)
            self._answer(event, at)
        self._read(event)
        Entry.objects.filter(pk=event.pk).update(created_at=at)
        Revision.objects.filter(entry_id=event.pk).update(created_at=at)
        self._finish(event)
        return event

    def _finish(self, event: Event) -> None:
        told = self.told
        if told.cancelled:
            cancel_event(actor=self.people[told.author], event=event, reason=told.cancelled)
            off = event.starts_at - timedelta(hours=9)
            Event.objects.filter(pk=event.pk).update(cancelled_at=off, changed_at=off)
            Notification.objects.filter(entry_id=event.pk).update(at=off, read_at=off + timedelta(hours=1))
        if told.came is not None:
            self._note(event)
        for key in told.reports:
            add_report(actor=self.people[told.author], event=event, entry=self.entries[key])

    def _announced_at(self) -> datetime:
        """Never later than now, also for what is far ahead."""
        first = self.told.dates[0].on if self.told.dates else self.told.on
        ago = first + self.told.told if first >= 0 else self.told.told
        return self.days.at(ago, self.told.time)

    def _space(self) -> Space:
        return self.communities[self.told.space].space if self.told.space else company_space()

    def _let_in(self, author: User, at: datetime) -> None:
        """Nobody announces before he belongs."""
        joined = SpaceMember.objects.filter(space=self._space(), user=author, joined_at__gt=at)
        joined.update(joined_at=at - timedelta(minutes=20))

    def _day(self) -> date:
        day = self.days.day(self.told.on)
        if self.told.weekday is not None:
            day += timedelta(days=(self.told.weekday - day.weekday()) % 7)
        return day

    def _when(self) -> Span:
        return self._span(self._day(), self.told.start, self.told.end)

    def _span(self, day: date, start: str, end: str) -> Span:
        zone = ZoneInfo(self.told.zone)
        if self.told.all_day:
            return Span(start_of(day, zone), start_of(day_after(day), zone), day, day, zone.key)
        begins, ends = (moment_of(day, time.fromisoformat(clock), zone).at for clock in (start, end))
        return Span(begins, ends, zone=zone.key)

    def _details(self, span: Span | None = None) -> Details:
        told = self.told
        when = {name: getattr(span, name) for name in ("starts_at", "ends_at", "first_day", "last_day")} if span else {}
        return Details(
            title=told.title,
            body=told.text.strip(),
            tags=told.tags,
            time_zone=told.zone,
            place=told.place,
            link=told.link,
            capacity=told.seats,
            answer_until=self.days.at(*told.until) if told.until else None,
            **when,
        )

    def _answer(self, event: Event, at: datetime) -> None:
        """Rows as set_answer() would have left them, one after the other between the announcement and the start."""
        told = self.told
        last = min(event.starts_at - ANSWERED_BEFORE, self.now)
        said = [(handle, Choice.YES) for handle in told.yes]
        said += [(handle, Choice.MAYBE) for handle in told.maybe] + [(handle, Choice.NO) for handle in told.no]
        step = max((last - at) / (len(said) + 1), timedelta(0)) if said else timedelta(0)
        rows = []
        for n, (handle, choice) in enumerate(said, 1):
            turn = n if choice == Choice.YES else 0
            if choice == Choice.YES and told.seats and turn > told.seats:
                choice = Choice.WAITING
            rows.append(
                EventAnswer(event=event, user=self.people[handle], choice=choice, turn=turn, answered_at=at + n * step)
            )
        EventAnswer.objects.bulk_create(rows)

    def _mark(self, event: Event, at: datetime) -> None:
        for candidate, day in zip(event.candidates.all(), self.told.dates, strict=True):
            marks = [(Mark.GOOD, day.good), (Mark.PERHAPS, day.perhaps), (Mark.BAD, day.bad)]
            CandidateMark.objects.bulk_create(
                CandidateMark(candidate=candidate, user=self.people[handle], mark=mark)
                for mark, handles in marks
                for handle in handles
            )
        CandidateMark.objects.filter(candidate__event=event).update(marked_at=min(at + timedelta(hours=2), self.now))

    def _read(self, event: Event) -> None:
        """Who answered has read it; the readers are counted when the demo is complete."""
        marked = CandidateMark.objects.filter(candidate__event=event).values_list("user_id", "marked_at")
        seen = dict(marked) | dict(event.answers.values_list("user_id", "answered_at"))
        seen.pop(event.author_id, None)
        Reading.objects.bulk_create(
            Reading(user_id=user_id, entry_id=event.pk, first_at=at, last_at=at) for user_id, at in seen.items()
        )

    def _note(self, event: Event) -> None:
        Attendance.objects.bulk_create(
            Attendance(event=event, user=self.people[handle], is_named=handle in self.told.named)
            for handle in self.told.came
        )
        Event.objects.filter(pk=event.pk).update(attendance_noted_at=event.ends_at + timedelta(hours=1))


def _told(row: dict) -> Told:
    return Told(**row | {"dates": [Day(**day) for day in row.get("dates", [])]})
