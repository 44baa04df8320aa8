"""Polls of the tests, through the real actions."""

from communities.actions.polls import publish_poll
from communities.models import Community, Poll
from sns.people.models import User


def make_poll(
    author: User, community: Community, options=("月曜", "水曜", "金曜"), title: str = "何曜日にしますか", **fields
) -> Poll:
    if fields.get("anonymous"):
        fields.setdefault("shown", Poll.Shown.CLOSED)
    poll = Poll(kind=Poll.Kind.POLL, author=author, space=community.space, title=title, **fields)
    return publish_poll(actor=author, poll=poll, options=options)


def counts(poll: Poll) -> list[int]:
    return list(poll.options.values_list("votes", flat=True))


def ids(poll: Poll) -> list[int]:
    return list(poll.options.values_list("pk", flat=True))
