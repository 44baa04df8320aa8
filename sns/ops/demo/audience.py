"""Who read, reacted, follows and keeps: drawn with a fixed seed, in the numbers that the data files give."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from sns.discussion.models import Comment
from sns.entries.models import Tag, TagFollow
from sns.ops.demo import content
from sns.ops.demo.content import Article, Person
from sns.ops.demo.writing import Chronicle
from sns.ops.rebuild import rebuild_counters
from sns.people.models import Follow, User


@dataclass
class Audience:
    """Rows as set_reaction() and mark_read() would have left them, written by COPY: there are thousands."""

    chronicle: Chronicle
    now: datetime
    reactions: list[tuple] = field(default_factory=list)
    readings: list[tuple] = field(default_factory=list)

    def gather(self) -> None:
        """Draw and store everything."""
        for article in content.stories():
            if article.state == "published" and article.audience != "self":
                self._attend(article)
        copy("discussion_reaction (user_id, entry_id, comment_id, kind, created_at)", self.reactions)
        copy("entries_reading (user_id, entry_id, first_at, last_at)", self.readings)
        rebuild_counters()

    def _attend(self, article: Article) -> None:
        dice = random.Random(f"audience {article.key}")
        post = self.chronicle.posts[article.key]
        readers = self._readers(article, dice)
        seen = {user.pk: self._soon_after(post.published_at, dice) for user in readers}
        for kind, count in article.reactions.items():
            for user in dice.sample(readers, min(count, len(readers))):
                self.reactions.append((user.pk, post.pk, None, kind, seen[user.pk]))
        for number, remark in enumerate(article.remarks):
            comment = self.chronicle.comments[article.key, number]
            seen[comment.author_id] = post.published_at + timedelta(minutes=3)
            self._like(comment, remark.like, readers, dice)
        seen.pop(post.author_id, None)
        self.readings += [(user, post.pk, at, at) for user, at in seen.items()]

    def _readers(self, article: Article, dice: random.Random) -> list[User]:
        """The more likes, the more readers; fewer for what is new, and whom one tries out has news to read."""
        there = [user for person, user in self._those_who_may_see(article) if person.handle != article.author]
        fresh = set(content.company().logins) if article.days < 5 else set()
        willing = [user for user in there if user.handle not in fresh]
        likes = article.reactions.get("like", 0)
        needed = max([likes, *(remark.like for remark in article.remarks)])
        share = ((0.2 if isinstance(article, content.Topic) else 0.4) + likes / 130) * (0.7 if article.days < 2 else 1)
        return dice.sample(willing, min(len(willing), max(round(needed * 1.12), round(share * len(there)))))

    def _those_who_may_see(self, article: Article) -> list[tuple[Person, User]]:
        space = self.chronicle.posts[article.key].space
        members = None if space.is_open else set(space.members.values_list("id", flat=True))
        everybody = ((person, self.chronicle.people[person.handle]) for person in content.people())
        return [
            (person, user)
            for person, user in everybody
            if person.since >= article.days and (members is None or user.pk in members)
        ]

    def _like(self, comment: Comment, count: int, readers: Sequence[User], dice: random.Random) -> None:
        others = [user for user in readers if user.pk != comment.author_id]
        for user in dice.sample(others, min(count, len(others))):
            at = self._soon_after(comment.created_at, dice)
            self.reactions.append((user.pk, comment.entry_id, comment.pk, "like", at))

    def _soon_after(self, moment: datetime, dice: random.Random) -> datetime:
        span = min(self.now - moment, timedelta(days=5))
        return moment + span * dice.random() ** 3


def make_follows(chronicle: Chronicle) -> None:
    """People follow whom they answer, half of their colleagues, their leader and (most of them) the president."""
    met = Counter((remark.by, article.author) for article in content.stories() for remark in article.remarks)
    leaders = {person.unit: person.handle for person in content.people() if "leader" in person.roles}
    pairs = set(met)
    for person in content.people():
        dice = random.Random(f"follows {person.handle}")
        near = [other.handle for other in content.people() if other.unit == person.unit]
        pairs |= {(person.handle, handle) for handle in near if dice.random() < 0.5}
        pairs |= {(person.handle, handle) for handle in (*person.follows, leaders.get(person.unit, "aizawa"))}
        if dice.random() < 0.7:
            pairs.add((person.handle, "aizawa"))
    people = chronicle.people
    rows = [Follow(follower=people[one], followee=people[other]) for one, other in sorted(pairs) if one != other]
    Follow.objects.bulk_create(rows)


def make_tag_follows(chronicle: Chronicle) -> None:
    """People follow the three tags under which they wrote and answered most."""
    interests: dict[str, Counter] = {}
    for article in content.stories():
        for handle in [article.author, *(remark.by for remark in article.remarks)]:
            interests.setdefault(handle, Counter()).update(article.tags)
    tags = {tag.name: tag for tag in Tag.objects.all()}
    TagFollow.objects.bulk_create(
        TagFollow(user=chronicle.people[handle], tag=tags[Tag.fold(name)])
        for handle, counter in interests.items()
        for name, _count in counter.most_common(3)
    )


def copy(target: str, rows: Iterable[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)
