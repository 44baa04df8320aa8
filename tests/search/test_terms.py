"""Search terms are counted by the day, never by the person; what few asked for is not reported."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sns.search.models import SearchTerm
from sns.search.terms import REPORTED_FROM, count_term, purge_terms, top_terms
from tests.factories import make_post

TODAY = date(2026, 11, 24)


def counted(term):
    row = SearchTerm.objects.get(term=term)
    return row.searches, row.in_vain


def test_spellings_are_counted_together(cast, find):
    make_post(cast.alice, "改善")
    for typed in ("カイゼン", "ｶｲｾﾞﾝ", "かいぜん"):
        find(cast.carol, typed)
    find(cast.carol, "改善 author:alice")
    assert counted("かいぜん") == (3, 3)
    assert counted("改善") == (1, 0)
    assert SearchTerm.objects.first().day == timezone.localdate()


def test_pages_and_suggestions_do_not_count(cast, find, as_user):
    for n in range(25):
        make_post(cast.alice, f"改善 {n}")
    page = find(cast.carol, "改善")
    following = page.text.split("after=")[1][:22]
    find(cast.carol, "改善", after=following)
    as_user(cast.carol).get("/search/suggest/", {"q": "改善"})
    assert counted("改善") == (1, 0)


def test_long_texts_are_not_kept(db):
    count_term("あ" * 61, found=False)
    count_term("", found=False)
    assert not SearchTerm.objects.exists()


def test_reports_leave_out_what_few_searched_for(db):
    SearchTerm.objects.create(day=TODAY, term="うわさの田中さん", searches=REPORTED_FROM - 1, in_vain=4)
    SearchTerm.objects.create(day=TODAY, term="会議", searches=9, in_vain=2)
    SearchTerm.objects.create(day=TODAY - timedelta(1), term="会議", searches=1, in_vain=4)
    SearchTerm.objects.create(day=TODAY - timedelta(40), term="旧", searches=50, in_vain=50)
    since = TODAY - timedelta(30)
    assert [(r.term, r.searches, r.in_vain) for r in top_terms(since, TODAY)] == [("会議", 10, 6)]
    assert [r.term for r in top_terms(since, TODAY, in_vain=True)] == ["会議"]


@pytest.mark.parametrize(("days", "kept"), [(365, 1), (366, 0)])
def test_terms_are_forgotten_after_a_year(db, days, kept):
    SearchTerm.objects.create(day=TODAY - timedelta(days), term="会議", searches=9)
    purge_terms(TODAY)
    assert SearchTerm.objects.count() == kept
