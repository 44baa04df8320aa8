"""What stands in somebody's summary: as he may see it when it goes out, in a fixed number of queries.

Six: his spaces, what he follows, new entries and open questions, the bell, notices, events.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from communities.queries.events import coming
from communities.queries.notices import Waiting, waiting_notices
from sns.core.http import absolute_url
from sns.core.spans import Span
from sns.notifications.models import Verb
from sns.notifications.queries import lines_for
from sns.notifications.sentences import about, line_sentence
from sns.people.models import User
from sns.spaces.queries import space_ids

ENTRIES_MAX, QUESTIONS_MAX, LINES_MAX, EVENTS_MAX, NOTICES_MAX = 10, 3, 5, 5, 5
QUESTIONS_OF = timedelta(days=30)
EVENTS_AT_LEAST, EVENTS_AT_MOST = timedelta(days=3), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the mail with the address it leads to."""

    title: str
    note: str
    link: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A row of the statement below; ``space`` is empty for the whole company."""

    is_question: bool
    kind: str
    pk: int
    title: str
    excerpt: str
    author: str
    space: str
    published_at: datetime

    def item(self) -> Item:
        note = " · ".join(filter(None, (self.author, self.space)))
        excerpt = "" if self.title == self.excerpt else self.excerpt
        return Item(self.title, note, absolute_url(f"/{self.kind}s/{self.pk}/"), excerpt)


@dataclass(frozen=True, slots=True)
class Content:
    notices: list[Item]
    lines: list[Item]
    entries: list[Item]
    questions: list[Item]
    events: list[Item]
    has_new_question: bool
    has_more_lines: bool

    @property
    def is_empty(self) -> bool:
        """Nothing new: a question that has waited for weeks is no reason to write."""
        return not (self.notices or self.lines or self.entries or self.events or self.has_new_question)

    @property
    def headline(self) -> str:
        """For the subject."""
        first = next(iter(self.notices or self.entries or self.events or self.questions), None)
        return first.title if first else ""


def compose(user: User, since: datetime, ahead: timedelta) -> Content:
    """What is new for the person since a moment, and what comes in the time ``ahead``."""
    people, spaces, tags, quiet = _sources(user)
    visible = [pk for pk in space_ids(user) if pk not in quiet]
    rows = _new_entries(user, since, visible, people, spaces, tags)
    questions = [row for row in rows if row.is_question]
    notices = waiting_notices(user)[:NOTICES_MAX]
    unread = lines_for(user).filter(read_at__isnull=True, at__gt=since)
    # Not the same thing twice: what is to be confirmed stands above.
    lines = list(unread.exclude(entry_id__in=[notice.pk for notice in notices])[: LINES_MAX + 1])
    events = _events(user, [pk for pk in spaces if pk not in quiet], ahead)
    shown = {row.pk for row in questions} | {line.entry_id for line in lines[:LINES_MAX]} | {pk for pk, _ in events}
    fresh = [row for row in rows if not row.is_question and row.pk not in shown]
    return Content(
        notices=[_notice(notice) for notice in notices],
        lines=[_line(line) for line in lines[:LINES_MAX]],
        entries=[row.item() for row in fresh[:ENTRIES_MAX]],
        questions=[row.item() for row in questions],
        events=[item for _pk, item in events],
        has_new_question=any(row.published_at > since for row in questions),
        has_more_lines=len(lines) > LINES_MAX,
    )


def _sources(user: User) -> tuple[list[int], list[int], list[int], set[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, {"user": user.pk})
        people, spaces, tags, quiet = cursor.fetchone()
    return people, spaces, tags, set(quiet)


def _new_entries(user: User, since: datetime, visible, people, spaces, tags) -> list[NewEntry]:
    values = {
        "user": user.pk, "since": since, "asked_since": timezone.now() - QUESTIONS_OF,
        "visible": visible, "people": people, "spaces": spaces, "tags": tags,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NEW, values)
        return [NewEntry(*row) for row in cursor.fetchall()]


def _events(user: User, spaces: list[int], ahead: timedelta) -> list[tuple[int, Item]]:
    until = timezone.now() + min(max(ahead, EVENTS_AT_LEAST), EVENTS_AT_MOST)
    rows = coming(user).filter(space_id__in=spaces, cancelled_at__isnull=True, starts_at__lt=until)
    columns = "pk", "title", "place", "starts_at", "ends_at", "first_day", "last_day", "time_zone"
    found = rows.order_by("starts_at", "pk").values_list(*columns)[:EVENTS_MAX]
    return [(pk, _event(pk, title, place, Span(*times))) for pk, title, place, *times in found]


def _event(pk: int, title: str, place: str, span: Span) -> Item:
    return Item(title, " · ".join(filter(None, (span.text(), place))), absolute_url(f"/events/{pk}/"))


def _notice(notice: Waiting) -> Item:
    return Item(notice.title, notice.author_name, absolute_url(notice.url))


def _line(line) -> Item:
    title = about(Verb(line.verb), line.entry, line.space)
    return Item(line_sentence(line), title, absolute_url(f"/notifications/{line.pk}/"))


# Spaces with the company's among them; quiet ones are those that the person does not want in his summary.
_SOURCES = """
SELECT
    ARRAY(SELECT followee_id FROM people_follow WHERE follower_id = %(user)s),
    ARRAY(SELECT space_id FROM spaces_spacemember WHERE user_id = %(user)s
          UNION SELECT id FROM spaces_space WHERE kind = 'company'
          UNION SELECT space_id FROM notifications_spacelevel WHERE user_id = %(user)s AND level IN ('all', 'digest')),
    ARRAY(SELECT tag_id FROM entries_tagfollow WHERE user_id = %(user)s),
    ARRAY(SELECT space_id FROM notifications_spacelevel WHERE user_id = %(user)s AND level IN ('mine', 'muted'))
"""
# New and unread: of the newest 300 those that were answered and liked most; a colleague or tag one follows counts.
_NEW = f"""
SELECT false, n.kind, n.id, n.title, n.excerpt, a.name, n.space, n.published_at FROM (
    SELECT * FROM (
        SELECT e.kind, e.id, COALESCE(NULLIF(e.title, ''), e.excerpt) AS title, e.excerpt, e.author_id,
            e.published_at, e.comment_count, e.reaction_counts,
            CASE WHEN s.kind = 'company' THEN '' ELSE s.name END AS space
        FROM entries_entry e JOIN spaces_space s ON s.id = e.space_id
        WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.published_at > %(since)s
          AND e.space_id = ANY(%(visible)s::bigint[]) AND e.author_id <> %(user)s AND e.kind <> 'notice'
          AND (e.space_id = ANY(%(spaces)s::bigint[]) OR e.author_id = ANY(%(people)s::bigint[])
               OR EXISTS (SELECT 1 FROM entries_entrytag t
                          WHERE t.entry_id = e.id AND t.tag_id = ANY(%(tags)s::bigint[])))
          AND NOT EXISTS (SELECT 1 FROM entries_reading r WHERE r.entry_id = e.id AND r.user_id = %(user)s)
        ORDER BY e.published_at DESC, e.id DESC LIMIT 300
    ) e
    ORDER BY e.comment_count * 2 + (e.author_id = ANY(%(people)s::bigint[]))::int * 5 + COALESCE(
        (SELECT sum(value::int) FROM jsonb_each_text(e.reaction_counts)), 0) DESC, e.published_at DESC, e.id DESC
    LIMIT {ENTRIES_MAX + QUESTIONS_MAX + LINES_MAX + EVENTS_MAX:d}
) n JOIN people_user a ON a.id = n.author_id
UNION ALL
SELECT true, q.kind, q.id, q.title, q.excerpt, a.name, q.space, q.published_at FROM (
    SELECT e.kind, e.id, COALESCE(NULLIF(e.title, ''), e.excerpt) AS title, e.excerpt, e.author_id, e.published_at,
        CASE WHEN s.kind = 'company' THEN '' ELSE s.name END AS space
    FROM entries_entry e JOIN spaces_space s ON s.id = e.space_id
    WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.comment_count = 0
      AND e.published_at > %(asked_since)s AND e.flavour = 'question' AND e.author_id <> %(user)s
      AND e.space_id = ANY(%(visible)s::bigint[]) AND e.space_id = ANY(%(spaces)s::bigint[])
    ORDER BY e.published_at DESC, e.id DESC LIMIT {QUESTIONS_MAX:d}
) q JOIN people_user a ON a.id = q.author_id
"""
