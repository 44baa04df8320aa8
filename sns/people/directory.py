"""Finding colleagues in furigana order, page by page, however many there are."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from sns.people.models import OrgUnit, Posting, User
from sns.people.models.words import begins_words, words_query

PAGE_SIZE = 40
CHOICES_MAX = 300
KANA = "あかさたなはまやらわ"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks the directory for; empty fields ask for nothing."""

    q: str = ""
    unit: OrgUnit | None = None
    title: str = ""
    skill: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list ordered by (reading, name, id), after which a page begins."""

    reading: str
    name: str
    id: int

    @classmethod
    def of(cls, person: User) -> "Place":
        return cls(person.reading, person.name, person.pk)

    @classmethod
    def of_letter(cls, letter: str) -> "Place | None":
        """Where the names of a letter begin; names without reading, written in Latin letters, come first of all."""
        if letter and letter in KANA:
            return cls(letter, "", 0)
        return cls("", letter, 0) if letter and letter in LATIN else None

    def encode(self) -> str:
        data = json.dumps([self.reading, self.name, self.id], ensure_ascii=False).encode()
        return urlsafe_b64encode(data).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str | None) -> "Place | None":
        """The place in an address; None, the first page, for nothing and for nonsense."""
        if not text or len(text) > 2000 or not text.isascii():
            return None
        try:
            data = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except ValueError:
            return None
        return cls(*data) if _is_place(data) else None


def _is_place(data: object) -> bool:
    if not isinstance(data, list) or [type(value) for value in data] != [str, str, int]:
        return False
    return "\0" not in data[0] + data[1] and 0 <= data[2] < 2**63


def find_people(filters: Filters) -> QuerySet[User]:
    """Colleagues who fit every filter, in furigana order."""
    people = User.objects.colleagues().in_reading_order()
    if query := words_query(filters.q):
        people = people.filter(pk__in=_named(query))
    elif filters.q.strip():
        return people.none()  # nothing but signs
    if filters.unit or filters.title:
        people = people.filter(Exists(_postings(filters).filter(user=OuterRef("pk"))))
    if filters.skill:
        people = people.filter(Exists(_skilled(filters.skill)))
    return people.filter(site=filters.site) if filters.site else people


def _named(query: str) -> QuerySet[int]:
    """Ids of who is called so. The limit is a fence: without it the planner walks the list in its order and looks
    at everybody's names on the way, which takes a second in a company of 100,000."""
    return User.objects.colleagues().filter(begins_words(query)).values("pk")[:10_000_000]


def _postings(filters: Filters) -> QuerySet[Posting]:
    postings = Posting.objects.current()
    if filters.unit:
        postings = postings.filter(unit__in=OrgUnit.objects.subtree(filters.unit))
    return postings.filter(title=filters.title) if filters.title else postings


def _skilled(name: str) -> QuerySet:
    return User.skills.through.objects.filter(user_id=OuterRef("pk"), skill__name__iexact=name)


def page_of_people(people: QuerySet[User], after: Place | None) -> tuple[list[User], str]:
    """One page with what its cards show, and the encoded place of the next page ("": this is the last)."""
    if after:
        place = (after.reading, after.name, after.id)
        people = people.filter(TupleGreaterThan(Tuple("reading", "name", "id"), place))
    rows = list(with_posts(people).prefetch_related(Prefetch("skills", to_attr="shown_skills"))[: PAGE_SIZE + 1])
    if len(rows) <= PAGE_SIZE:
        return rows, ""
    return rows[:PAGE_SIZE], Place.of(rows[PAGE_SIZE - 1]).encode()


def with_posts(people: QuerySet[User]) -> QuerySet[User]:
    """With ``posts``: today's postings, the main one first."""
    posts = Posting.objects.current().select_related("unit").order_by("-primary", "id")
    return people.prefetch_related(Prefetch("postings", posts, to_attr="posts"))


def sites_and_titles() -> tuple[list[str], list[str]]:
    """Every site and title in use: a step along the index for each, not a look at every person."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"limit": CHOICES_MAX})
        rows = cursor.fetchall()
    return [value for kind, value in rows if kind == "site"], [value for kind, value in rows if kind == "title"]


def units_in_tree_order() -> list[tuple[OrgUnit, int]]:
    """Every open unit with its depth, children right below their parent."""
    units = list(OrgUnit.objects.filter(closed_on=None))
    children: dict[int | None, list[OrgUnit]] = {}
    known = {unit.pk for unit in units}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return list(_walk(children, None, 0))


def _walk(children: dict[int | None, list[OrgUnit]], parent: int | None, depth: int):
    for unit in children.get(parent, ()):
        yield unit, depth
        yield from _walk(children, unit.pk, depth + 1)


_STEPS = """(
WITH RECURSIVE step(value) AS (
    (SELECT min({column}) FROM {table} WHERE {condition})
    UNION ALL
    SELECT (SELECT min({column}) FROM {table} WHERE {condition} AND {column} > step.value)
    FROM step WHERE step.value IS NOT NULL
) SELECT '{kind}' AS kind, value FROM step WHERE value IS NOT NULL LIMIT %(limit)s)
""".format
_CHOICES = " UNION ALL ".join((
    _STEPS(kind="site", table="people_user", column="site", condition="is_active AND NOT is_guest AND site > ''"),
    _STEPS(kind="title", table="people_posting", column="title", condition="title <> ''"),
))  # fmt: skip
