"""When things happened: working days (Monday to Friday) counted back from the day the demo is loaded."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"


class Workdays:
    """Day 0 is the last working day whose ``latest`` clock time is over: nothing lies in the future."""

    def __init__(self, now: datetime, latest: time):
        local = now.astimezone(JAPAN)
        day = local.date()
        if local.time() <= latest:
            day -= timedelta(days=1)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        self.today = day

    def day(self, ago: int) -> date:
        """The working day so many working days before day 0 (negative: after it)."""
        weeks, rest = divmod(-ago, 5)
        day = self.today + timedelta(weeks=weeks)
        for _ in range(rest):
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        return day

    def at(self, ago: int, clock: str) -> datetime:
        """That working day at "HH:MM" in Japan."""
        return datetime.combine(self.day(ago), time.fromisoformat(clock), JAPAN)

    def words(self, ago: int) -> str:
        """A date as people write it: 11月5日(木)."""
        day = self.day(ago)
        return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def latest_clock(clocks: Iterable[str]) -> time:
    """The latest of "HH:MM" times."""
    return time.fromisoformat(max(clocks))
