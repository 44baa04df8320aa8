"""The demo's polls: asked, answered and closed through their actions."""

import random
from datetime import datetime

from communities.actions.polls import publish_poll, tell_of_ended_polls, vote
from communities.models import Community, Poll
from sns.entries.actions import mark_read
from sns.entries.models import Entry
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.ops.demo.writing import note_time
from sns.people.models import User


def load_polls(people: dict[str, User], communities: dict[str, Community], days: Workdays) -> list[Poll]:
    """Ask, let everybody vote, then set the end: a poll that is over takes no votes."""
    polls = [_load(row, people, communities, days) for row in content.read_toml("polls.toml")["poll"]]
    tell_of_ended_polls()
    ended = Notification.objects.filter(entry__in=[poll.pk for poll in polls])
    for poll in polls:
        if poll.is_closed:
            Poll.objects.filter(pk=poll.pk).update(told_at=poll.ended_at)
            ended.filter(entry_id=poll.pk).update(at=poll.ended_at, read_at=poll.ended_at)
    return polls


def _load(row: dict, people: dict[str, User], communities: dict[str, Community], days: Workdays) -> Poll:
    at, author = days.at(row["days"], row["time"]), people[row["by"]]
    anonymous = row.get("anonymous", False)
    poll = Poll(
        kind=Poll.Kind.POLL, author=author, space=communities[row["community"]].space, title=row["title"],
        body=row["body"], multiple=row.get("multiple", False), anonymous=anonymous,
        shown=Poll.Shown.CLOSED if anonymous else row.get("shown", Poll.Shown.VOTED),
    )  # fmt: skip
    publish_poll(actor=author, poll=poll, options=row["options"], tags=row["tags"], at=at)
    Entry.objects.filter(pk=poll.pk).update(created_at=at)
    note_time(poll, at)
    for handle, chosen in _ballots(poll, row):
        vote(actor=people[handle], poll=poll, options=chosen)
        mark_read(user=people[handle], entry=poll, at=at)  # all at one time: none of them tells when somebody voted
    if end := _end(row, days):
        poll.closes_at = end
        poll.save(update_fields=["closes_at"])
    return poll


def _ballots(poll: Poll, row: dict) -> list[tuple[str, list[int]]]:
    """What each person chose, in no order that the file would give away."""
    chosen: dict[str, list[int]] = {}
    for pk, handles in zip(poll.options.values_list("pk", flat=True), row["votes"], strict=True):
        for handle in handles:
            chosen.setdefault(handle, []).append(pk)
    ballots = sorted(chosen.items())
    random.Random(row["title"]).shuffle(ballots)
    return ballots


def _end(row: dict, days: Workdays) -> datetime | None:
    return days.at(-row["ends"], row["clock"]) if "ends" in row else None
