"""Whom an @ may mean while somebody types: the nearest first."""

from dataclasses import asdict, dataclass

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sns.people.models import User
from sns.people.models.words import WORDS_SQL, words_query

LIMIT = 8
# Ranking looks at this many at most, so that one letter costs no more in a company of 100,000.
CANDIDATES = 200


@dataclass(slots=True)
class Suggestion:
    handle: str
    name: str
    reading: str
    unit: str
    avatar: str

    as_json = asdict


def suggest_people(reader: User, text: str) -> list[Suggestion]:
    """Up to eight people whose name, reading, handle or unit begins like ``text``, the reader's unit first."""
    text = text.strip()[:100]
    parameters = {
        "reader": reader.pk,
        "today": timezone.localdate(),
        "words": words_query(text),
        "unit": _like_prefix(text),
        "candidates": CANDIDATES,
        "limit": LIMIT,
    }
    sql = _statement(_WORDS if parameters["words"] else "FALSE", _FOUND) if text else _statement("TRUE", _ANYBODY)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    return [Suggestion(*row, reverse("avatar", args=[avatar, 96]) if avatar else "") for *row, avatar in rows]


def _statement(words: str, found: str) -> str:
    return _SUGGEST.format(words=words, found=found.format(words=words))


def _like_prefix(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return text + "%"


_CURRENT = "{0}.since <= %(today)s AND ({0}.until IS NULL OR {0}.until >= %(today)s)".format
_WORDS = WORDS_SQL.format("u.name || ' ' || u.reading || ' ' || u.handle") + " @@ %(words)s::tsquery"
_ORDER = "ORDER BY u.reading, u.name, u.id LIMIT %(candidates)s"
_ANYBODY = f"(SELECT u.id FROM people_user u WHERE u.is_active AND NOT u.is_guest {_ORDER})"
# OFFSET 0 is a fence: the index of words first, then the order.
_FOUND = f"""
    (SELECT u.id FROM (
        SELECT * FROM people_user u WHERE u.is_active AND NOT u.is_guest AND {{words}} OFFSET 0
     ) u {_ORDER})
    UNION
    (SELECT p.user_id FROM people_orgunit o JOIN people_posting p ON p.unit_id = o.id AND {_CURRENT("p")}
     WHERE o.name ILIKE %(unit)s OR o.name_en ILIKE %(unit)s LIMIT %(candidates)s)
"""
_SUGGEST = f"""
WITH mine AS (
    SELECT p.unit_id FROM people_posting p WHERE p.user_id = %(reader)s AND {_CURRENT("p")}
), near AS (
    SELECT p.user_id AS id FROM people_posting p WHERE p.unit_id IN (SELECT unit_id FROM mine) AND {_CURRENT("p")}
), found AS (
    (SELECT u.id FROM people_user u JOIN near USING (id) WHERE {{words}})
    UNION {{found}}
)
SELECT u.handle, u.name, u.reading, COALESCE((
        SELECT o.name FROM people_posting p JOIN people_orgunit o ON o.id = p.unit_id
        WHERE p.user_id = u.id AND {_CURRENT("p")} ORDER BY p."primary" DESC, p.id LIMIT 1), ''),
    u.avatar
FROM people_user u JOIN found USING (id)
WHERE u.is_active AND NOT u.is_guest
ORDER BY u.id IN (SELECT id FROM near) DESC, u.reading, u.name, u.id
LIMIT %(limit)s
"""
