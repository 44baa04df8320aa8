"""How many there are of each type, author, community and time, of what the reader may see.

Of rare words all are counted, up to a cap. Of frequent ones those among the newest rows: "at least", which costs the
same however many there are.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from sns.search.asking import COMMENT, SPANS, Asked
from sns.search.finding import CANDIDATES, COMMENTS, ENTRIES, Source, Statement, walked

CAP = 1000
WALK = 600
ENOUGH = 21  # so many in the walk show that a word is frequent
CHOICES = 5


@dataclass(frozen=True, slots=True)
class Count:
    """``value`` stands in the address, ``label`` on the page; ``at_least``: counting has stopped at the cap."""

    value: str
    label: str
    number: int
    at_least: bool = False


@dataclass(slots=True)
class Facets:
    types: dict[str, Count] = field(default_factory=dict)
    authors: list[Count] = field(default_factory=list)
    spaces: list[Count] = field(default_factory=list)
    spans: list[Count] = field(default_factory=list)

    @property
    def total(self) -> Count:
        counts = self.types.values()
        return Count("", "", sum(count.number for count in counts), any(count.at_least for count in counts))


def count(asked: Asked, known: dict[str, list[int] | None] | None = None) -> Facets:
    """Counts for the filters of a search, in one statement; those of types whatever type is chosen.

    ``known`` is what ``results.find`` knows of whole sources.
    """
    if asked.nowhere or asked.is_empty:
        return Facets()
    statement = Statement(asked.of_type(""))
    statement.parameters |= {"type": asked.type, "now": timezone.now()}
    known = known if known and not (asked.type or asked.flavours) else {}
    tables = ", ".join(_tables(statement, source, known) for source in (ENTRIES, COMMENTS))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(tables=tables), statement.parameters)
        rows = cursor.fetchall()
    return _facets(rows)


def _facets(rows: list[tuple[str, str, str, int]]) -> Facets:
    # Whether there may be more than were counted: of entries, of comments.
    more = {value for facet, value, _label, number in rows if facet == "more" and number}
    facets = Facets()
    for facet, value, label, number in rows:
        if facet == "type":
            facets.types[value] = Count(value, label, number, ("comment" if value == COMMENT else "entry") in more)
        elif facet == "author":
            facets.authors.append(Count(value, label, number, bool(more)))
        elif facet == "space":
            facets.spaces.append(Count(value, label, number, bool(more)))
        elif facet == "span" and not more:  # a part of the rows says nothing about times
            facets.spans.append(Count(value, label, number))
    return facets


def _tables(statement: Statement, source: Source, known: dict[str, list[int] | None]) -> str:
    """Rows of one source: those of the walk when they are many, otherwise those of the index."""
    name, columns = source.name, f"{source.kind} AS kind, t.author_id, t.space_id, t.at"
    if (ids := known.get(name)) is not None:
        statement.parameters[f"{name}_ids"] = ids
        return f"""
{name}_hits AS (SELECT {columns} FROM {source.table} t WHERE t.{source.pk} = ANY(%({name}_ids)s::bigint[])),
{name}_more AS (SELECT {int(len(ids) >= CANDIDATES)} AS more)"""
    cut = f"(SELECT cut FROM {name}_scope)" if statement.has_words else "FALSE"
    few = f"(SELECT count(*) FROM {name}_walk) < {ENOUGH}"
    asks_index = statement.has_words and name not in known
    conditions = " AND ".join([*(statement.in_index(source) if asks_index else ["FALSE"]), few])
    return f"""
{name}_scope AS MATERIALIZED (
    SELECT count(*) >= {WALK} AS cut FROM (
        SELECT 1 FROM {source.table} t WHERE {" AND ".join(statement.scope)} LIMIT {WALK}) s),
{name}_walk AS MATERIALIZED (SELECT {columns} FROM {walked(statement, source, most=WALK)} LIMIT {CAP}),
{name}_index AS MATERIALIZED (SELECT {columns} FROM {source.table} t WHERE {conditions} LIMIT {CAP}),
{name}_hits AS (
    SELECT * FROM {name}_index UNION ALL SELECT * FROM {name}_walk WHERE NOT {few if asks_index else "FALSE"}),
{name}_more AS (
    SELECT (CASE WHEN {few} THEN (SELECT count(*) FROM {name}_index) >= {CAP}
        ELSE (SELECT count(*) FROM {name}_walk) >= {CAP} OR {cut} END)::int AS more)"""


_SPANS = ", ".join(f"('{name}', {days})" for name, days in SPANS.items())
_COUNT = f"""
WITH {{tables}},
hits AS MATERIALIZED (SELECT * FROM entry_hits UNION ALL SELECT * FROM comment_hits),
typed AS (SELECT * FROM hits WHERE %(type)s::text IN ('', kind))
SELECT 'more', 'entry', '', more::bigint FROM entry_more
UNION ALL SELECT 'more', 'comment', '', more::bigint FROM comment_more
UNION ALL SELECT 'type', kind, '', count(*) FROM hits GROUP BY kind
UNION ALL (SELECT 'author', u.handle, u.name, n FROM (
    SELECT author_id, count(*) AS n FROM typed GROUP BY author_id ORDER BY n DESC, author_id LIMIT {CHOICES}
) x JOIN people_user u ON u.id = x.author_id ORDER BY n DESC, u.id)
UNION ALL (SELECT 'space', s.id::text, s.name, n FROM (
    SELECT space_id, count(*) AS n FROM typed GROUP BY space_id
) x JOIN spaces_space s ON s.id = x.space_id AND s.kind NOT IN ('company', 'personal')
    ORDER BY n DESC, s.id LIMIT {CHOICES})
UNION ALL SELECT 'span', v.name, '', count(t.at) FROM (VALUES {_SPANS}) v(name, days)
    LEFT JOIN typed t ON t.at >= %(now)s::timestamptz - v.days * interval '1 day' GROUP BY v.name
"""
