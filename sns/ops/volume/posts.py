"""Posts, comments, reactions and readings of a load-test company, as rows for COPY.

The rows are what publish(), add_comment(), set_reaction() and mark_read() would have left, counters included.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone
from psycopg.types.json import Json

from sns.core import markup
from sns.core.tokens import fold, lexemes, lexemes_of, vector
from sns.discussion.models import Reaction
from sns.entries.models import Tag
from sns.ops.volume import text
from sns.ops.volume.company import ranked, zipf_weights

DAYS = 730
REACTIONS_EACH = 3
READINGS_EACH = 4
KINDS = Reaction.Kind.values


@dataclass
class Numbers:
    """Where the tables' ids go on, and whom and what rows refer to."""

    entry: int
    comment: int
    space: int
    people: list[int]
    tags: list[int]


@dataclass
class Rows:
    """Rows by table, handed over in slices so that memory stays bounded."""

    entries: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    revisions: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    reactions: list = field(default_factory=list)
    readings: list = field(default_factory=list)
    watches: list = field(default_factory=list)
    search_texts: list = field(default_factory=list)
    comment_texts: list = field(default_factory=list)


class Writer:
    """Makes posts with Zipf-distributed authors, comments and readers; ``slices`` yields them ready to copy."""

    def __init__(self, numbers: Numbers, random: Random):
        self.numbers, self.random = numbers, random
        self.authors = ranked(numbers.people)
        self.weights = zipf_weights(len(self.authors))
        self.tag_weights = zipf_weights(len(numbers.tags))
        self.now = timezone.now()

    def slices(self, posts: int, comments: int, size: int = 5000) -> Iterator[Rows]:
        per_post = self._comments_per_post(posts, comments)
        rows = Rows()
        for number in range(posts):
            self._add_post(rows, self._time_of(number, posts), per_post[number])
            if len(rows.entries) == size:
                yield rows
                rows = Rows()
        yield rows

    def _comments_per_post(self, posts: int, comments: int) -> list[int]:
        """Most posts get few comments, some hundreds: shares are distributed log-normally."""
        counts = [0] * posts
        if posts:
            shares = list(accumulate(self.random.lognormvariate(0, 1.2) for _ in range(posts)))
            for index in self.random.choices(range(posts), cum_weights=shares, k=comments):
                counts[index] += 1
        return counts

    def _time_of(self, number: int, posts: int) -> datetime:
        return self.now - timedelta(days=DAYS) * ((posts - number) / posts)

    def _add_post(self, rows: Rows, at: datetime, comment_count: int) -> None:
        pk, author = self.numbers.entry, self._person()
        self.numbers.entry += 1
        title, body = text.title(self.random), text.body(self.random)
        html, excerpt, minutes, plain = _render(body, f"e{pk}")
        comments = [self._add_comment(rows, pk, at) for _ in range(comment_count)]
        counts = self._add_reactions(rows, pk, at)
        readers = self._add_readings(rows, pk, author, at)
        last = max([at, *comments])
        rows.entries.append(
            (pk, "post", "", self.numbers.space, author, title, body, 1, at, at, at, "", html, excerpt, minutes,
             comment_count, Json(counts), readers, last)
        )  # fmt: skip
        rows.posts.append((pk, ""))
        folded = fold(title), fold(plain)
        rows.search_texts.append(
            (pk, "post", self.numbers.space, author, at, plain, "\n".join(folded), vector(lexemes_of(*folded)))
        )
        tags = set(self.random.choices(self.numbers.tags, cum_weights=self.tag_weights, k=self.random.randint(0, 3)))
        rows.tags.extend((pk, tag, self.numbers.space, at) for tag in tags)
        rows.revisions.append((pk, author, 1, title, body, Json([]), at))
        people = {author, *(row[2] for row in rows.comments[-comment_count:] if comment_count)}
        rows.watches.extend((person, pk, False, at) for person in people)

    def _add_comment(self, rows: Rows, entry: int, at: datetime) -> datetime:
        pk = self.numbers.comment
        self.numbers.comment += 1
        body = text.remark(self.random)
        html, excerpt, _minutes, plain = _render(body, f"c{pk}")
        written = min(self.now, at + timedelta(hours=self.random.expovariate(1 / 20)))
        parent = root = None
        if rows.comments and rows.comments[-1][1] == entry and self.random.random() < 0.35:
            parent, root = rows.comments[-1][0], rows.comments[-1][4]
        author, folded = self._person(), fold(plain)
        found = vector(sorted(lexemes(folded)))
        rows.comment_texts.append((pk, entry, self.numbers.space, author, written, plain, folded, found))
        rows.comments.append(
            (pk, entry, author, parent, root or pk, body, html, excerpt, 1, "typed", "", written, "", Json({}))
        )
        return written

    def _add_reactions(self, rows: Rows, entry: int, at: datetime) -> dict[str, int]:
        counts: dict[str, int] = {}
        for person in {self._person() for _ in range(int(self.random.expovariate(1 / REACTIONS_EACH)))}:
            kind = self.random.choices(KINDS, (6, 2, 1, 1))[0]
            rows.reactions.append((person, entry, kind, at))
            counts[kind] = counts.get(kind, 0) + 1
        return counts

    def _add_readings(self, rows: Rows, entry: int, author: int, at: datetime) -> int:
        readers = {self._person() for _ in range(int(self.random.expovariate(1 / READINGS_EACH)))} - {author}
        rows.readings.extend((person, entry, at, at) for person in readers)
        return len(readers)

    def _person(self) -> int:
        return self.random.choices(self.authors, cum_weights=self.weights)[0]


def make_tags() -> list[int]:
    Tag.objects.bulk_create([Tag(name=Tag.fold(t), label=t) for t in text.TAGS], ignore_conflicts=True)
    found = dict(Tag.objects.values_list("name", "id"))
    return [found[Tag.fold(label)] for label in text.TAGS]


def _render(body: str, prefix: str) -> tuple[str, str, int, str]:
    document = markup.parse(body)
    html = document.render(prefix=prefix, people={}, titles={}, images={})
    return html, document.excerpt(200), document.reading_minutes, document.plain
