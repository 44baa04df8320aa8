"""How many there are of each type, author, community and time: counted up to a cap, of what the reader may see."""

from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from sns.search.asking import COMMENT, SPANS, Asked
from sns.search.finding import COMMENTS, ENTRIES, Source, Statement

CAP = 1000
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


def count(asked: Asked) -> Facets:
    """Counts for the filters of a search, in one statement; those of types whatever type is chosen."""
    if asked.nowhere or asked.is_empty:
        return Facets()
    statement = Statement(asked.of_type(""))
    statement.parameters |= {"type": asked.type, "now": timezone.now()}
    hits = " UNION ALL ".join(_rows(statement, source) for source in (ENTRIES, COMMENTS))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(hits=hits), statement.parameters)
        rows = cursor.fetchall()
    return _facets(rows)


def _facets(rows: list[tuple[str, str, str, int]]) -> Facets:
    kinds = {value: number for facet, value, _label, number in rows if facet == "type"}
    capped = {COMMENT: kinds.get(COMMENT, 0) > CAP}
    entries_capped = sum(number for kind, number in kinds.items() if kind != COMMENT) > CAP
    any_capped = entries_capped or capped[COMMENT]
    facets = Facets()
    for facet, value, label, number in rows:
        if facet == "type":
            facets.types[value] = Count(value, label, min(number, CAP), capped.get(value, entries_capped))
        elif facet == "author":
            facets.authors.append(Count(value, label, min(number, CAP), any_capped))
        elif facet == "space":
            facets.spaces.append(Count(value, label, min(number, CAP), any_capped))
        elif not any_capped:  # a part of the rows says nothing about times
            facets.spans.append(Count(value, label, number))
    return facets


def _rows(statement: Statement, source: Source) -> str:
    conditions = statement.in_index(source) if statement.has_words else statement.scope + statement.narrowed(source)
    return (
        f"(SELECT {source.kind} AS kind, t.author_id, t.space_id, t.at FROM {source.table} t"
        f" WHERE {' AND '.join(conditions)} LIMIT {CAP + 1})"
    )


_SPANS = ", ".join(f"('{name}', {days})" for name, days in SPANS.items())
_COUNT = f"""
WITH hits AS MATERIALIZED ({{hits}}),
typed AS (SELECT * FROM hits WHERE %(type)s::text IN ('', kind))
SELECT 'type', kind, '', count(*) FROM hits GROUP BY kind
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
