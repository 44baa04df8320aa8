"""Working hours and the days of a summary, over the days on which the clock jumps."""

from datetime import UTC, date, datetime, time

import pytest

from sns.notifications.hours import digest_due, next_opening
from sns.notifications.models import MailTimes

TOKYO, NEW_YORK, KATHMANDU = "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24 01:00", "2026-11-24 01:00"),  # Tuesday 10:00
        ("2026-11-24 10:00", "2026-11-24 23:00"),  # 19:00, until 8:00 of Wednesday
        ("2026-11-24 09:59", "2026-11-24 09:59"),  # 18:59
        ("2026-11-27 12:00", "2026-11-29 23:00"),  # Friday evening, until Monday
        ("2026-11-23 22:59", "2026-11-23 23:00"),
    ],
)
def test_mail_waits_for_the_working_hours_in_tokyo(now, opens):
    assert next_opening(MailTimes(), TOKYO, at(now)) == at(opens)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-07 23:00", "2026-03-09 12:00"),  # over the jump of March 8: 8:00 is 12:00 UTC, no more 13:00
        ("2026-03-07 00:00", "2026-03-09 12:00"),  # Friday 19:00
        ("2026-10-31 23:00", "2026-11-02 13:00"),  # and back on November 1
        ("2026-03-05 23:00", "2026-03-05 23:00"),  # 18:00 before, 19:00 after the jump
        ("2026-03-12 23:00", "2026-03-13 12:00"),
    ],
)
def test_eight_in_the_morning_stays_eight_when_the_clock_jumps(now, opens):
    assert next_opening(MailTimes(), NEW_YORK, at(now)) == at(opens)


def test_a_night_shift_reaches_into_the_morning():
    times = MailTimes(days=[4], begin=time(22), end=time(6))
    assert next_opening(times, TOKYO, at("2026-11-27 14:00")) == at("2026-11-27 14:00")  # Friday 23:00
    assert next_opening(times, TOKYO, at("2026-11-27 20:00")) == at("2026-11-27 20:00")  # Saturday 5:00
    assert next_opening(times, TOKYO, at("2026-11-27 21:00")) == at("2026-12-04 13:00")  # Saturday 6:00


def test_a_shift_over_the_jump_is_an_hour_shorter_in_truth():
    times = MailTimes(days=[5], begin=time(22), end=time(4))  # from Saturday, March 7
    assert next_opening(times, NEW_YORK, at("2026-03-08 07:59")) == at("2026-03-08 07:59")  # 3:59, after the jump
    assert next_opening(times, NEW_YORK, at("2026-03-08 08:00")) > at("2026-03-14 00:00")


def test_whoever_wants_mail_at_any_time_gets_it():
    assert next_opening(MailTimes(is_quiet=False), TOKYO, at("2026-11-28 15:00")) == at("2026-11-28 15:00")


class TestDigest:
    def day(self, times, zone, now):
        due = digest_due(times, zone, at(now))
        return due and due[0]

    def test_weekly_is_due_on_its_day_at_its_hour(self):
        weekly = MailTimes()  # Monday, 8:00
        assert self.day(weekly, TOKYO, "2026-11-22 22:59") is None
        assert self.day(weekly, TOKYO, "2026-11-22 23:00") == date(2026, 11, 23)
        assert self.day(weekly, TOKYO, "2026-11-23 23:00") is None

    def test_what_was_due_long_ago_is_left_to_the_next(self):
        assert self.day(MailTimes(), TOKYO, "2026-11-23 04:59") == date(2026, 11, 23)
        assert self.day(MailTimes(), TOKYO, "2026-11-23 05:00") is None

    def test_daily_means_the_working_days(self):
        daily = MailTimes(digest="daily")
        assert self.day(daily, TOKYO, "2026-11-26 23:30") == date(2026, 11, 27)
        assert self.day(daily, TOKYO, "2026-11-27 23:30") is None  # Saturday
        daily.is_quiet = False
        assert self.day(daily, TOKYO, "2026-11-27 23:30") == date(2026, 11, 28)

    def test_monthly_is_the_first(self):
        assert self.day(MailTimes(digest="monthly"), TOKYO, "2026-11-30 23:30") == date(2026, 12, 1)
        assert self.day(MailTimes(digest="monthly"), TOKYO, "2026-12-01 23:30") is None

    def test_never_is_never(self):
        assert self.day(MailTimes(digest="off"), TOKYO, "2026-11-22 23:00") is None

    @pytest.mark.parametrize(
        ("hour", "too_early", "due"),
        [
            (2, "2026-03-08 06:59", "2026-03-08 07:00"),  # 2:00 is left out: it counts as 3:00
            (1, "2026-11-01 04:59", "2026-11-01 05:00"),  # 1:00 comes twice: the first of them
        ],
    )
    def test_an_hour_that_the_clock_skips_or_repeats_comes_once(self, hour, too_early, due):
        times = MailTimes(digest="daily", is_quiet=False, digest_hour=hour)
        assert self.day(times, NEW_YORK, too_early) is None
        assert digest_due(times, NEW_YORK, at(due)) == (at(due).date(), at(due))

    def test_zones_with_three_quarters_of_an_hour(self):
        assert self.day(MailTimes(), KATHMANDU, "2026-11-23 02:14") is None
        assert self.day(MailTimes(), KATHMANDU, "2026-11-23 02:15") == date(2026, 11, 23)
