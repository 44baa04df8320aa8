"""Searches whose cost does not grow with the tables: by number, by beginnings that an index knows, by few titles.

Each finds ids first, in a query of its own: as a part of the list's query the planner would try them row by row.
"""

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from sns.entries.models import Entry
from sns.people.models import User
from sns.people.models.words import WORDS_SQL, words_query
from sns.spaces.queries import space_ids

# Who gets more than this many has not typed enough to look through them.
FOUND_MAX = 1000
# Titles are not indexed: words are looked for in the newest ones, which takes the same time at any size.
TITLES_LOOKED_AT = 20_000
# Exactly the expression of the index; whoever has left and guests are not in it.
_WORDS = (
    WORDS_SQL.format("people_user.name || ' ' || people_user.reading || ' ' || people_user.handle") + " @@ %s::tsquery"
)


def people_found(text: str) -> list[int]:
    """Ids of people whose names, address or number begin like ``text``.

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
    first, *others = (part.values_list("pk", flat=True) for part in parts)
    return list(first.union(*others)[:FOUND_MAX])


def number_in(text: str) -> list[int]:
    """The number somebody typed as "#123" or "123", if it is one that fits into a key."""
    digits = text.strip().removeprefix("#")
    return [int(digits)] if digits.isascii() and digits.isdecimal() and len(digits) < 18 else []


def titles_found(reader: User, text: str) -> list[int]:
    """Ids of new entries whose title holds ``text``, in spaces the reader may see: no title tells by search."""
    by_number = Entry.objects.order_by("-id").values_list("pk", flat=True)
    oldest = next(iter(by_number[TITLES_LOOKED_AT : TITLES_LOOKED_AT + 1]), 0)
    found = by_number.filter(pk__gt=oldest, title__icontains=text.strip(), space_id__in=space_ids(reader))
    return list(found[:FOUND_MAX])
