"""Finding texts: the newest rows first, and only for rare words the index of lexemes.

Measured (100,000 and 1,000,000 posts): a walk along the newest rows finds enough of frequent words in a few
milliseconds; what it does not find often enough is rare, so that everything the index finds can be looked at. Leaving
the choice to the planner took three times as long. Relevance is computed for a bounded number of candidates only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from sns.core.tokens import TITLE, decides_alone, is_latin, lean_query, lexeme_query, pieces
from sns.search.asking import COMMENT, Asked
from sns.search.query import Word

CANDIDATES = 60
PAGE = 20


@dataclass(frozen=True, slots=True)
class Source:
    """One of the two tables of findable texts.

    ``rank`` puts an entry before a comment of the same moment; ``walk`` is how many rows are looked at before the
    index is asked: comments are many and short.
    """

    name: str
    table: str
    pk: str
    kind: str
    titled: bool
    rank: int
    walk: int


ENTRIES = Source("entry", "entries_searchtext", "entry_id", "t.kind", titled=True, rank=1, walk=500)
COMMENTS = Source(COMMENT, "discussion_commenttext", "comment_id", "'comment'", titled=False, rank=0, walk=1000)


@dataclass(frozen=True, slots=True)
class Hit:
    """A found text, with what its place in the list depends on: how many words its title has, whether the whole
    query stands in it as typed, links to it, whether the reader follows its author."""

    source: str
    pk: int
    at: datetime
    in_title: int
    together: bool
    links: int
    followed: bool

    @property
    def key(self) -> tuple[datetime, int]:
        """Newest first; entries and comments count on their own, so that the rank goes into the number."""
        return self.at, self.pk * 2 + (ENTRIES.rank if self.source == ENTRIES.name else COMMENTS.rank)


class Statement:
    """Conditions and parameters of one search, for the statements made of them."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.parameters: dict[str, object] = {"reader": asked.reader.pk}
        self.scope = self._scope()
        self.latin = any(not japanese for word in asked.query.wanted for _run, japanese in pieces(word.text))
        self.excluded = self._excluded()

    @property
    def sources(self) -> list[Source]:
        wanted = self.asked.type
        if self.asked.flavours or wanted not in ("", COMMENT):
            return [ENTRIES]
        return [COMMENTS] if wanted == COMMENT else [ENTRIES, COMMENTS]

    @property
    def has_words(self) -> bool:
        return bool(self.asked.query.wanted)

    @property
    def is_plain(self) -> bool:
        """Whether the words have no signs in them: "ました。" makes the index of titles give nearly all of them."""
        return all([run for run, _japanese in pieces(word.text)] == [word.text] for word in self.asked.query.wanted)

    def _add(self, name: str, value: object) -> str:
        self.parameters[name] = value
        return f"%({name})s"

    def _scope(self) -> list[str]:
        """What an index by space, author or time answers."""
        asked = self.asked
        spaces = asked.visible if asked.spaces is None else [pk for pk in asked.spaces if pk in set(asked.visible)]
        found = ["t.at IS NOT NULL", f"t.space_id = ANY({self._add('spaces', spaces)}::bigint[])"]
        if asked.authors is not None:
            found.append(f"t.author_id = ANY({self._add('authors', asked.authors)}::bigint[])")
        if asked.since:
            found.append(f"t.at >= {self._add('since', asked.since)}")
        if asked.until:
            found.append(f"t.at < {self._add('until', asked.until)}")
        return found

    def narrowed(self, source: Source) -> list[str]:
        """What is asked of a row beyond its scope and its words."""
        asked, found = self.asked, [*self.excluded]
        if source is ENTRIES and asked.type:
            found.append(f"t.kind = {self._add('kind', asked.type)}")
        if source is ENTRIES and asked.flavours:
            flavours = self._add("flavours", asked.flavours)
            found.append(
                "EXISTS (SELECT 1 FROM entries_entry e WHERE e.id = t.entry_id"
                f" AND e.flavour = ANY({flavours}::text[]))"
            )
        for number, tag in enumerate(asked.tags):
            found.append(
                "EXISTS (SELECT 1 FROM entries_entrytag et WHERE et.entry_id = t.entry_id"
                f" AND et.tag_id = {self._add(f'tag{number}', tag)})"
            )
        return found

    def _compared(self, *, walking: bool) -> list[str]:
        """Words compared with the text itself: with the index those that are more than one lexeme."""
        return [
            f"strpos(t.folded, {self._add(f'word{number}', word.text)}) > 0"
            for number, word in enumerate(self.asked.query.wanted)
            if word.phrase or not (is_latin(word.text) if walking else decides_alone(word.text))
        ]

    def _excluded(self) -> list[str]:
        found = []
        for number, word in enumerate(self.asked.query.excluded):
            if is_latin(word.text):
                query = self._add(f"not{number}", lexeme_query(word.text, prefix=False))
                found.append(f"NOT t.lexemes @@ {query}::tsquery")
            else:
                found.append(f"strpos(t.folded, {self._add(f'not{number}', word.text)}) = 0")
        return found

    def lexemes(self, mark: str = "") -> str:
        query = " & ".join(_lexemes(self.asked.query.wanted, mark))
        return f"t.lexemes @@ {self._add('title_lexemes' if mark else 'lexemes', query)}::tsquery"

    def in_walk(self, source: Source) -> list[str]:
        """Words as the walk compares them: Japanese needs no lexemes, which are costly to read row by row."""
        words = [self.lexemes()] if self.latin else []
        return [*words, *self._compared(walking=True), *self.narrowed(source)] or ["TRUE"]

    def in_index(self, source: Source) -> list[str]:
        return [*self.scope, self.lexemes(), *self._compared(walking=False), *self.narrowed(source)]

    def in_titles(self) -> list[str]:
        compared = [] if self.latin else self.in_title()  # stems and beginnings of Latin words count as well
        return [*self.scope, self.lexemes(TITLE), *compared, *self.narrowed(ENTRIES)]

    def in_title(self) -> list[str]:
        words = enumerate(self.asked.query.wanted)
        return [f"strpos({_TITLE}, {self._add(f'word{number}', word.text)}) > 0" for number, word in words]

    def columns(self, source: Source) -> str:
        """What a hit consists of; the counts come after the limit."""
        words = self.asked.query.wanted
        titled = [f"(strpos({_TITLE}, {self._add(f'word{n}', word.text)}) > 0)::int" for n, word in enumerate(words)]
        in_title = " + ".join(titled) if source.titled and titled else "0"
        whole = self._add("whole", " ".join(word.text for word in words))
        together = f"strpos(t.folded, {whole}) > 0" if len(words) > 1 else "FALSE"
        return f"t.{source.pk} AS pk, t.at, t.author_id, {in_title} AS in_title, {together} AS together"


_TITLE = "split_part(t.folded, E'\\n', 1)"


def _lexemes(words: Iterable[Word], mark: str) -> Iterable[str]:
    for word in words:
        prefix = not word.phrase
        # Titles are not compared with the text when there are Latin words: there all lexemes must fit.
        yield f"({lexeme_query(word.text, mark, prefix=prefix) if mark else lean_query(word.text, prefix=prefix)})"


def _finished(source: Source, found: str) -> str:
    """The rows of ``found`` as hits."""
    links = "(SELECT count(*) FROM links_entrylink l WHERE l.target_id = f.pk)" if source is ENTRIES else "0"
    return f"""(SELECT '{source.name}' AS source, f.pk, f.at, f.in_title, f.together, {links}, EXISTS (
        SELECT 1 FROM people_follow w WHERE w.follower_id = %(reader)s AND w.followee_id = f.author_id)
        FROM ({found}) f)"""


def walked(statement: Statement, source: Source, before: str = "TRUE", most: int = 0) -> str:
    """The matches among the newest rows in scope (among all rows when there are no words to look for)."""
    order = f"ORDER BY t.at DESC, t.{source.pk} DESC"
    bound = f"LIMIT {most or source.walk}" if statement.has_words else ""
    scope = " AND ".join([*statement.scope, before])
    return f"""(SELECT * FROM {source.table} t WHERE {scope} {order} {bound}) t
        WHERE {" AND ".join(statement.in_walk(source))}"""


def walk(statement: Statement, source: Source, before: str, limit: int, most: int = 0) -> str:
    """The newest hits of the walk, of ``most`` rows if that is given."""
    found = f"SELECT {statement.columns(source)} FROM {walked(statement, source, before, most)}"
    return _finished(source, f"{found} ORDER BY t.at DESC, t.{source.pk} DESC LIMIT {limit:d}")


def walk_titles(statement: Statement, before: str, limit: int) -> str:
    """The newest entries of the walk with all words in the title: among many hits they would not be candidates."""
    found = f"SELECT {statement.columns(ENTRIES)} FROM {walked(statement, ENTRIES, before)}"
    titled = " AND ".join(statement.in_title())
    return _finished(ENTRIES, f"{found} AND {titled} ORDER BY t.at DESC, t.entry_id DESC LIMIT {limit:d}")


def index(statement: Statement, source: Source, conditions: list[str], before: str, limit: int) -> str:
    """The newest of everything the index of lexemes finds. MATERIALIZED keeps the planner from walking instead."""
    wanted = " AND ".join([*conditions, before])
    return _finished(source, f"""
        WITH found AS MATERIALIZED (SELECT {statement.columns(source)} FROM {source.table} t WHERE {wanted})
        SELECT * FROM found ORDER BY at DESC, pk DESC LIMIT {limit:d}""")  # fmt: skip


def fetch(statement: Statement, parts: list[str]) -> list[Hit]:
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), statement.parameters)
        return [Hit(*row) for row in cursor.fetchall()]
