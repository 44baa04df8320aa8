"""Searches whose cost does not grow with the tables: by number, by beginnings that an index knows, by few titles."""

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from sns.entries.models import Entry
from sns.people.models import User
from sns.people.models.words import WORDS_SQL, words_query
from sns.spaces.queries import space_ids

AUTHORS_MAX = 200
# Titles are not indexed: words are looked for in the newest ones, which takes the same time at any size.
TITLES_LOOKED_AT = 20_000
# Exactly the expression of the index; whoever has left and guests are not in it.
_WORDS = (
    WORDS_SQL.format("people_user.name || ' ' || people_user.reading || ' ' || people_user.handle") + " @@ %s::tsquery"
)


def people_found(text: str) -> QuerySet:
    """Ids of the people whose names, address or number begin like ``text``.

    People who have left and guests are not in the index of words: the beginning of the whole name must do.
    """
    term = text.strip().lower()
    people = User.objects.order_by()
    parts = [
        people.filter(email__startswith=term),
        people.filter(handle__startswith=term.removeprefix("@")),
        people.filter(employee_number__startswith=text.strip()),
        people.filter(Q(name__istartswith=term) | Q(reading__startswith=term), is_active=False),
    ]
    if words := words_query(term):
        here = people.filter(is_active=True, is_guest=False)
        parts.append(here.filter(RawSQL(_WORDS, [words], BooleanField())))  # noqa: S611
    first, *others = (part.values("pk") for part in parts)
    return first.union(*others)


def authors_found(text: str) -> list[int]:
    return [row["pk"] for row in people_found(text)[:AUTHORS_MAX]]


def number_in(text: str) -> int | None:
    """ "#123" or "123" as a number that fits into a key."""
    digits = text.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 18 else None


def titles_found(reader: User, text: str) -> QuerySet:
    """Ids of the newest entries whose title holds ``text``, in spaces the reader may see: no title tells by search."""
    newest = Entry.objects.order_by("-id").values("pk")[:TITLES_LOOKED_AT]
    return Entry.objects.order_by().filter(
        pk__in=newest, title__icontains=text.strip(), space_id__in=space_ids(reader)
    ).values("pk")  # fmt: skip
