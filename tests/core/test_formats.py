from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from sns.core import formats

NOON = datetime(2026, 11, 23, 3, 8, 9, 123456, tzinfo=UTC)  # 12:08 in Tokyo
TOKYO, PARIS = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def reader():
    with translation.override("en"), timezone.override(TOKYO):
        yield


@pytest.fixture
def japanese():
    with translation.override("ja"):
        yield


def test_a_moment_is_written_in_the_readers_language_and_time_zone(japanese):
    assert formats.datetime_text(NOON) == "2026年11月23日 12:08"
    with translation.override("en"), timezone.override(PARIS):
        assert formats.datetime_text(NOON).replace("\u202f", " ") == "November 23, 2026, 4:08 AM"


def test_a_day_near_midnight_is_the_readers_day(japanese):
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert formats.date_text(late) == "2026年11月24日"
    with timezone.override(PARIS):
        assert formats.date_text(late) == "2026年11月23日"


def test_a_plain_date_is_never_moved_by_a_time_zone(japanese):
    assert formats.date_text(date(2026, 1, 1)) == "2026年1月1日"
    assert formats.iso(date(2026, 1, 1)) == "2026-01-01"


def test_a_month_is_named(japanese):
    assert formats.month_text(date(2026, 11, 1)) == "2026年11月"
    with translation.override("en"):
        assert formats.month_text(date(2026, 11, 1)) == "November 2026"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "Today 11:08 AM"),
        (timedelta(hours=13), "Yesterday 11:08 PM"),
        (timedelta(days=2), "Nov 21, 12:08 PM"),
        (timedelta(days=365), "November 23, 2025"),
        (timedelta(minutes=-30), "Today 12:38 PM"),
        (timedelta(days=-1), "Tomorrow 12:08 PM"),
        (timedelta(days=-3), "Nov 26, 12:08 PM"),
    ],
)
def test_how_long_ago_in_the_words_people_use(age, words):
    assert formats.reltime_text(NOON - age, now=NOON).replace("\u202f", " ") == words


def test_yesterday_depends_on_where_the_reader_is():
    early = NOON - timedelta(hours=4)  # 8:08 today in Tokyo, 0:08 today in Paris
    with timezone.override(ZoneInfo("America/New_York")):
        assert formats.reltime_text(early, now=NOON).startswith("Today")
    assert formats.reltime_text(NOON - timedelta(hours=12, minutes=30), now=NOON).startswith("Yesterday")


def test_time_elements_carry_utc_without_microseconds():
    assert formats.datetime_tag(NOON).startswith('<time datetime="2026-11-23T03:08:09Z">')
    assert 'title="November 23, 2026' in formats.reltime_tag(NOON)


def test_nothing_is_shown_for_a_moment_that_never_was():
    assert formats.datetime_tag(None) == formats.date_tag(None) == formats.reltime_tag(None) == ""


def test_an_unknown_language_falls_back_to_english():
    assert formats._patterns("xx-klingon").locale.language == "en"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (-1234, "-1,234"), (1234567, "1,234,567"), (2.5, "2.5"), (None, "")]
)
def test_numbers_are_grouped(value, text):
    assert formats.number_text(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1234567, "1.2 MB"), (999_999, "1 MB"), (20_000_000, "20 MB")],
)
def test_file_sizes_use_the_unit_people_expect(size, text):
    assert formats.filesize_text(size) == text
