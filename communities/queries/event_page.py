"""Everything the page of one event shows besides its text."""

from dataclasses import dataclass, field

from django.db import connection

from communities.models import Candidate, CandidateMark, Event, EventAnswer
from sns.core.paging import Cursor, Slice, cut
from sns.discussion.queries import CardAuthor
from sns.people.models import User

SHOWN = 16
PEOPLE_PAGE = 100


@dataclass(slots=True)
class Guests:
    """Who has said the same; ``people`` are the first of ``count`` in the order of their answers."""

    count: int = 0
    people: list[CardAuthor] = field(default_factory=list)


@dataclass(slots=True)
class Answers:
    """``mine`` is the reader's own answer ("" for none), ``place`` his place in the queue, from 1."""

    yes: Guests = field(default_factory=Guests)
    waiting: Guests = field(default_factory=Guests)
    maybe: Guests = field(default_factory=Guests)
    mine: str = ""
    place: int = 0

    def free(self, event: Event) -> int | None:
        return None if event.capacity is None else max(event.capacity - self.yes.count, 0)


def answers_of(event: Event, user: User) -> Answers:
    """Who comes, waits and may come, and what the reader said; one query."""
    found = Answers()
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, {"event": event.pk, "user": user.pk})
        for choice, place, count, *person in cursor.fetchall():
            if person[0] == user.pk:
                found.mine, found.place = choice, place
            if choice == EventAnswer.Choice.NO:
                continue
            guests = getattr(found, choice)
            guests.count = count
            if place <= SHOWN:
                guests.people.append(CardAuthor(*person))
    return found


def guests_page(event: Event, choice: str, cursor: Cursor | None) -> Slice:
    """One page of the people with an answer, in order; rows are (answered, id of the answer, person)."""
    after = cursor.id if cursor else 0
    turn = 0
    if after:
        turn = EventAnswer.objects.filter(pk=after, event=event).values_list("turn", flat=True).first() or 0
    with connection.cursor() as cursor_:
        keys = {"event": event.pk, "choice": choice, "turn": turn, "after": after}
        cursor_.execute(_GUESTS.format(limit=PEOPLE_PAGE + 1), keys)
        rows = [(at, pk, CardAuthor(*person)) for at, pk, *person in cursor_.fetchall()]
    return cut(rows, PEOPLE_PAGE, lambda row: (row[0], row[1]))


@dataclass(slots=True)
class CandidateRow:
    """One candidate with what everybody said to it."""

    candidate: Candidate
    good: int = 0
    perhaps: int = 0
    bad: int = 0
    mine: str = ""
    names: dict[str, list[str]] = field(default_factory=dict)
    is_best: bool = False


def candidates_of(event: Event, user: User) -> list[CandidateRow]:
    """The candidates by time with their marks; the best (most ○, then most △) is marked. Two queries."""
    rows = {candidate.pk: CandidateRow(candidate) for candidate in event.candidates.select_related("event")}
    marks = CandidateMark.objects.filter(candidate__in=rows).order_by("marked_at", "id")
    for pk, user_id, mark, name in marks.values_list("candidate_id", "user_id", "mark", "user__name"):
        row = rows[pk]
        setattr(row, mark, getattr(row, mark) + 1)
        row.names.setdefault(mark, []).append(name)
        if user_id == user.pk:
            row.mine = mark
    best = max(((row.good, row.perhaps) for row in rows.values()), default=(0, 0))
    for row in rows.values():
        row.is_best = best[0] > 0 and (row.good, row.perhaps) == best
    return list(rows.values())


_UNIT = """COALESCE((
    SELECT u.name FROM people_posting o JOIN people_orgunit u ON u.id = o.unit_id
    WHERE o.user_id = p.id AND o."primary" AND o.until IS NULL LIMIT 1), '')"""
_ANSWERS = f"""
SELECT a.choice, a.place, a.count, p.id, p.name, p.handle, p.avatar, {_UNIT} FROM (
    SELECT choice, user_id, row_number() OVER (PARTITION BY choice ORDER BY turn, id) AS place,
        count(*) OVER (PARTITION BY choice) AS count
    FROM communities_eventanswer WHERE event_id = %(event)s
) a JOIN people_user p ON p.id = a.user_id
WHERE a.place <= {SHOWN} OR a.user_id = %(user)s
ORDER BY a.choice, a.place
"""
_GUESTS = f"""
SELECT a.answered_at, a.id, p.id, p.name, p.handle, p.avatar, {_UNIT}
FROM communities_eventanswer a JOIN people_user p ON p.id = a.user_id
WHERE a.event_id = %(event)s AND a.choice = %(choice)s AND (a.turn, a.id) > (%(turn)s, %(after)s)
ORDER BY a.turn, a.id LIMIT {{limit:d}}
"""
