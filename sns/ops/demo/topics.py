"""The demo's topics: written like posts, in their communities; then what became of them."""

import random
from datetime import datetime, timedelta

from communities.actions.topics import add_topic, count_votes, decide
from communities.models import Community, IdeaVote, Topic
from sns.discussion.closing import close_thread
from sns.entries.models import Entry, Pin
from sns.entries.pinning import pin
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.people.models import User
from sns.spaces.models import SpaceMember


def write_topic(*, author: User, community: Community, told: content.Topic, body: str, at: datetime) -> Topic:
    """Bring one topic out as if it were ``at``."""
    topic = add_topic(
        actor=author, community=community, title=told.title, body=body, flavour=told.flavour, tags=told.tags, at=at
    )
    Entry.objects.filter(pk=topic.pk).update(created_at=at)
    joined = SpaceMember.objects.filter(space_id=community.pk, user=author, joined_at__gt=at)
    joined.update(joined_at=at - timedelta(minutes=20))  # nobody writes before he belongs
    return topic


def load_topics(people: dict[str, User], topics: dict[str, Topic], days: Workdays, *, now: datetime) -> None:
    """Votes, answers to ideas, closed threads and pins; ``topics`` by their keys."""
    votes = [vote for told in content.topics() for vote in _votes(told, topics[told.key], people)]
    IdeaVote.objects.bulk_create(votes)
    count_votes()
    for told in content.topics():
        _settle(told, topics[told.key], people, days, now)


def _settle(told: content.Topic, topic: Topic, people: dict[str, User], days: Workdays, now: datetime) -> None:
    if said := told.decision:
        at = days.at(said.days, said.time)
        decide(actor=people[said.by], topic=topic, outcome=said.outcome, reason=said.text, at=at)
    if said := told.closing:
        close_thread(actor=people[said.by], entry=topic, reason=said.text, at=days.at(said.days, said.time))
    if told.pinned:
        owner = SpaceMember.objects.get(space_id=topic.space_id, role=SpaceMember.Role.OWNER).user
        pin(actor=owner, entry=topic, place=Pin.Place.SPACE, until=now + timedelta(days=told.pinned))


def _votes(told: content.Topic, topic: Topic, people: dict[str, User]) -> list[IdeaVote]:
    """As many as the file says, of those who may read it and are in the company; always the same ones."""
    dice = random.Random(f"votes {told.key}")
    since = {person.handle: person.since for person in content.people()}
    may_see = [user for handle, user in people.items() if since[handle] >= told.days and handle != told.author]
    if not topic.space.is_open:
        members = set(topic.space.members.values_list("id", flat=True))
        may_see = [user for user in may_see if user.pk in members]
    return [IdeaVote(topic=topic, user=user) for user in dice.sample(may_see, min(told.votes, len(may_see)))]
