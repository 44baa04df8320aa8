"""The demo's notices, published and confirmed through their actions."""

import random
import re
from datetime import datetime, timedelta

from django.db.models import F

from communities.actions.notices import confirm, publish_notice
from communities.models import Community, Notice
from communities.queries.notices import audience
from communities.telling import tell_readers
from sns.entries.actions import mark_read
from sns.entries.models import Entry
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.ops.demo.writing import note_time
from sns.people.models import OrgUnit, User
from sns.spaces.models import Space
from sns.spaces.queries import company_space


def load_notices(
    people: dict[str, User],
    units: dict[str, OrgUnit],
    communities: dict[str, Community],
    days: Workdays,
    *,
    now: datetime,
) -> list[Notice]:
    """Write them, let people confirm, and tell those who have not."""
    found = []
    for row in content.read_toml("notices.toml")["notice"]:
        at = days.at(row["days"], row["time"])
        notice = Notice(
            kind=Notice.Kind.NOTICE, author=people[row["by"]], space=_space(row, units, communities),
            title=_dated(row["title"], row, days), body=_dated(row["body"], row, days).strip(),
            confirm_by=days.day(-row["confirm"]), expires_on=days.day(-row["valid"]),
        )  # fmt: skip
        publish_notice(actor=notice.author, notice=notice, tags=row["tags"], at=at, tell=False)
        Entry.objects.filter(pk=notice.pk).update(created_at=at)
        note_time(notice, at)
        _confirm(notice, row, now)
        found.append(notice)
    return found


def _dated(text: str, row: dict, days: Workdays) -> str:
    return re.sub(r"\{\{date:\+(\d+)\}\}", lambda found: days.words(row["days"] - int(found[1])), text)


def _space(row: dict, units: dict[str, OrgUnit], communities: dict[str, Community]) -> Space:
    key = row.get("space", "")
    if not key:
        return company_space()
    return units[key].space if key in units else communities[key].space


def _confirm(notice: Notice, row: dict, now: datetime) -> None:
    """Most have confirmed in the hours after it came out; the lines of the rest stay unread."""
    dice = random.Random(notice.title)
    tell_readers(notice, mail=False)
    for user in audience(notice).order_by("handle"):
        late = row["skip"] and dice.randrange(row["skip"]) == 0
        if user.handle in row.get("not_yet", ()) or late:
            continue
        at = min(notice.published_at + timedelta(minutes=dice.randrange(4, 2200)), now - timedelta(minutes=3))
        mark_read(user=user, entry=notice, at=at)
        confirm(actor=user, notice=notice, at=at)
    lines = Notification.objects.filter(entry=notice)
    seen = lines if notice.expires_on < now.date() else lines.exclude(read_at=None)
    seen.update(read_at=F("at") + timedelta(minutes=30))
