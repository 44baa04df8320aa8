"""Which words people search for, without a trace of who did."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from sns.search.models import SearchTerm

TERM_MAX = 60
KEPT_DAYS = 365
# What fewer searches than this asked for may be about a person: reports leave it out.
REPORTED_FROM = 5


@dataclass(frozen=True, slots=True)
class Reported:
    term: str
    searches: int
    in_vain: int


def count_term(term: str, *, found: bool) -> None:
    """Count one search for a folded text on the company's day; longer ones are not counted at all.

    One statement that does not wait for the disk: a number lost in a power cut is no loss.
    """
    if term and len(term) <= TERM_MAX:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"day": timezone.localdate(), "term": term, "in_vain": 0 if found else 1})


def top_terms(since: date, until: date, *, in_vain: bool = False, limit: int = 100) -> list[Reported]:
    """The terms most searched for (``in_vain``: without a result) from ``since`` to ``until``, both included."""
    count = "vain" if in_vain else "total"
    rows = SearchTerm.objects.filter(day__range=(since, until)).values("term")
    rows = rows.annotate(total=Sum("searches"), vain=Sum("in_vain")).filter(**{f"{count}__gte": REPORTED_FROM})
    return [Reported(row["term"], row["total"], row["vain"]) for row in rows.order_by(f"-{count}", "term")[:limit]]


def purge_terms(today: date) -> int:
    """Forget what was searched for more than a year ago."""
    return SearchTerm.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]


_COUNT = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO search_searchterm (day, term, searches, in_vain) SELECT %(day)s, %(term)s, 1, %(in_vain)s FROM quick
ON CONFLICT (day, term) DO UPDATE SET searches = search_searchterm.searches + 1,
    in_vain = search_searchterm.in_vain + excluded.in_vain
"""
