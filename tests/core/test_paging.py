from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sns.core.paging import Cursor, above, below, cut
from sns.entries.models import Entry
from tests.factories import make_company, make_person, make_post

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(min_value=0, max_value=2**63 - 1))
def test_a_cursor_comes_back_from_an_address_as_it_was(at, pk):
    assert Cursor.decode(Cursor(at, pk).encode()) == Cursor(at, pk)


@given(st.text(max_size=40))
def test_nonsense_never_breaks_the_page(text):
    assert Cursor.decode(text) is None or len(text) == 22


@pytest.mark.parametrize("text", [None, "", "x", "A" * 23, "_" * 22, "あ" * 22, "%" * 22])
def test_an_unreadable_cursor_means_the_first_page(text):
    assert Cursor.decode(text) is None


def test_a_page_tells_whether_there_is_a_next_one():
    rows = [(NOON, 3), (NOON, 2), (NOON, 1)]
    assert cut(rows, 3, key=lambda row: row).next == ""
    page = cut(rows, 2, key=lambda row: row)
    assert page.rows == rows[:2]
    assert Cursor.decode(page.next) == Cursor(NOON, 2)


def test_walking_by_cursor_meets_every_row_once_also_when_times_are_equal(db):
    make_company()
    author = make_person("alice")
    posts = [make_post(author, at=NOON + timedelta(minutes=n // 3)).pk for n in range(10)]
    met, cursor = [], None
    while True:
        rows = below(Entry.objects.live().newest_first(), cursor).values_list("published_at", "id")[:4]
        page = cut(list(rows), 3, key=lambda row: row)
        met += [pk for _at, pk in page.rows]
        if not page.next:
            break
        cursor = Cursor.decode(page.next)
    assert met == sorted(posts, reverse=True)


def test_rows_above_a_cursor_are_the_newer_ones(db):
    make_company()
    author = make_person("alice")
    old, new = make_post(author, at=NOON), make_post(author, at=NOON + timedelta(hours=1))
    newer = above(Entry.objects.live(), Cursor(NOON, old.pk))
    assert [entry.pk for entry in newer] == [new.pk]
