"""From what stands in the address to what is looked for: fields are looked up, always through what the reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from sns.core.tokens import fold
from sns.entries.models import Entry, Tag
from sns.people.models import User
from sns.people.models.words import WORDS_SQL, words_query
from sns.search.folding import folded_sql
from sns.search.query import Query, parse
from sns.spaces.queries import space_ids

COMMENT = "comment"
TEXTS = (*Entry.Kind.values, COMMENT)
NAMES = ("people", "communities", "tags", "files")
SPANS = {"week": 7, "month": 31, "year": 366}
BEST, NEWEST = "best", "newest"
ME = {"me", "私", "自分", "わたし"}
# Sorts of text that can be asked for like kinds: type:question.
_FLAVOURS = set(Entry.Flavour.values)


@dataclass(slots=True)
class Asked:
    """A search of one reader, with everything looked up; ``nowhere`` when a field leads to nothing he may see."""

    reader: User
    typed: str
    query: Query
    visible: list[int]
    type: str = ""
    flavours: list[str] = field(default_factory=list)
    sort: str = BEST
    since: datetime | None = None
    until: datetime | None = None
    authors: list[int] | None = None
    spaces: list[int] | None = None
    tags: list[int] = field(default_factory=list)
    span: str = ""
    chosen: dict[str, str] = field(default_factory=dict)  # filters of the address: author, in
    labels: dict[str, str] = field(default_factory=dict)  # … and their names
    notes: list[str] = field(default_factory=list)
    nowhere: bool = False

    @property
    def is_empty(self) -> bool:
        return self.query.is_empty and not self.chosen and not self.span

    @property
    def wants_texts(self) -> bool:
        return self.type not in NAMES

    def of_type(self, kind: str) -> "Asked":
        return replace(self, type=kind, flavours=[])


def ask(reader: User, address: Mapping[str, str]) -> Asked:
    """Understand the address of a search page; at most two queries. Nonsense in it is passed over."""
    query = parse(address.get("q", ""))
    asked = Asked(reader, address.get("q", "")[:200].replace("\0", " "), query, space_ids(reader))
    asked.sort = NEWEST if address.get("sort") == NEWEST else BEST
    _set_type(asked, address.get("type", ""))
    _set_times(asked, address.get("when", ""))
    for name in ("author", "in"):
        if value := address.get(name, "")[:60].replace("\0", ""):
            asked.chosen[name] = value
    values = {name: list(query.values.get(name, ())) for name in ("author", "in", "tag")}
    for name, value in asked.chosen.items():
        values[name].append(value)
    if any(values.values()):
        _look_up(asked, values)
    return asked


def _set_type(asked: Asked, chosen: str) -> None:
    typed = [_type_of(value) for value in asked.query.values.get("type", ())]
    for value in [*filter(None, typed), chosen]:
        if value in _FLAVOURS:
            asked.flavours = [value]
        elif value in (*TEXTS, *NAMES):
            asked.type = value


def _type_of(typed: str) -> str:
    """A kind by its key or by its name in the reader's language."""
    wanted = fold(typed)
    names = {fold(str(label)): str(value) for value, label in (*Entry.Flavour.choices, *Entry.Kind.choices)}
    names |= {value: value for value in (*_FLAVOURS, *TEXTS, *NAMES)}
    names |= {fold(_("Comments")): COMMENT, fold(_("People")): "people", fold(_("Communities")): "communities"}
    names |= {fold(_("Tags")): "tags", fold(_("Files")): "files", "person": "people", "file": "files"}
    return names.get(wanted) or names.get(wanted.removesuffix("s"), "")


def _set_times(asked: Asked, span: str) -> None:
    query, today = asked.query, timezone.localdate()
    since = query.since
    if span in SPANS:
        asked.span = span
        since = max(since or date.min, today - timedelta(days=SPANS[span]))
    asked.since = _midnight(since) if since else None
    asked.until = _midnight(query.until) if query.until else None
    asked.notes += [_("“%(date)s” is not a date. Write 2026, 2026-04 or 2026-04-01.") % {"date": typed}
                    for typed in query.unreadable]  # fmt: skip


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(max(day, date(1900, 1, 1)), time.min))


def _look_up(asked: Asked, values: dict[str, list[str]]) -> None:
    """One statement for all fields: (field, number of the value, id, name, whether it is exactly the value)."""
    parts, parameters = [], {"visible": asked.visible}
    for name, typed in values.items():
        for number, value in enumerate(typed):
            parts.append(_LOOK_UP[name].format(n=number))
            parameters |= _parameters(asked, name, number, value)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        rows = cursor.fetchall()
    for name, typed in values.items():
        found = [[row for row in rows if row[:2] == (name, number)] for number in range(len(typed))]
        _keep(asked, name, typed, [_exact_or_all(one) for one in found])


def _parameters(asked: Asked, name: str, number: int, value: str) -> dict[str, object]:
    own = name == "author" and fold(value) in ME
    return {
        f"{name}_{number}": asked.reader.handle if own else value.lstrip("@").lower(),
        f"{name}_{number}_folded": Tag.fold(value) if name == "tag" else fold(value),
        f"{name}_{number}_words": words_query(value),
    }


def _exact_or_all(rows: list[tuple]) -> list[tuple]:
    return [row for row in rows if row[4]] or rows


def _keep(asked: Asked, name: str, typed: list[str], found: list[list[tuple]]) -> None:
    missing = [value for value, rows in zip(typed, found, strict=True) if not rows]
    asked.nowhere = asked.nowhere or bool(missing)
    asked.notes += [_MISSING[name]() % {"name": value} for value in missing]
    ids = [sorted({row[2] for row in rows}) for rows in found if rows]
    if name == "tag":
        asked.tags = [pk for one in ids for pk in one[:1]]
    elif ids:
        both = sorted(set.intersection(*map(set, ids)))
        setattr(asked, {"author": "authors", "in": "spaces"}[name], both)
        if name in asked.chosen and found[-1]:
            asked.labels[name] = found[-1][0][3]


_MISSING = {
    "author": lambda: _("There is nobody called “%(name)s”."),
    "in": lambda: _("There is no community or unit called “%(name)s” that you can see."),
    "tag": lambda: _("Nothing carries the tag “%(name)s”."),
}
# A space the reader may not see does not exist for him: neither as a result nor as a name.
_LOOK_UP = {
    "author": f"""(SELECT 'author', {{n}}, u.id, u.name, u.handle = %(author_{{n}})s FROM people_user u
        WHERE u.handle = %(author_{{n}})s OR (u.is_active AND NOT u.is_guest
            AND {WORDS_SQL.format("u.name || ' ' || u.reading || ' ' || u.handle")}
                @@ %(author_{{n}}_words)s::tsquery) LIMIT 50)""",
    "in": f"""(SELECT 'in', {{n}}, s.id, s.name,
            s.id::text = %(in_{{n}})s OR {folded_sql("s.name")} = %(in_{{n}}_folded)s FROM spaces_space s
        WHERE s.id = ANY(%(visible)s::bigint[]) AND s.kind <> 'personal'
            AND (s.id::text = %(in_{{n}})s OR strpos({folded_sql("s.name")}, %(in_{{n}}_folded)s) > 0) LIMIT 50)""",
    "tag": """(SELECT 'tag', {n}, t.id, t.label, TRUE FROM entries_tag t WHERE t.name = %(tag_{n}_folded)s
        AND EXISTS (SELECT 1 FROM entries_entrytag et WHERE et.tag_id = t.id AND et.published_at IS NOT NULL
            AND et.space_id = ANY(%(visible)s::bigint[])))""",
}
