"""Six months of posts and comments, written in the order in which they happened."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files import File
from django.db.models import F

from blogs.actions import new_post, schedule
from blogs.forms import Manuscript
from blogs.models import Post
from communities.models import Community, Topic
from sns import publishing
from sns.discussion.actions import add_comment
from sns.discussion.answers import set_best_answer
from sns.discussion.models import Comment
from sns.entries.models import Entry, Revision, Upload
from sns.entries.storing import store_upload
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.content import Article, Remark
from sns.ops.demo.pictures import scene
from sns.ops.demo.staff import as_file
from sns.ops.demo.topics import write_topic
from sns.ops.demo.workdays import Workdays
from sns.people.models import OrgUnit, User
from sns.spaces.actions import ensure_personal_space
from sns.spaces.models import Space
from sns.spaces.queries import company_space

# Lines of the bell younger than this many working days are still unread.
BELL_DAYS = 3


@dataclass(frozen=True)
class Event:
    """Something written: a post, the n-th remark below it, or what its author added."""

    at: datetime
    article: Article
    number: int = -1
    is_addition: bool = False

    @property
    def remark(self) -> Remark:
        return self.article.remarks[self.number]

    @property
    def text(self) -> str:
        if self.is_addition:
            return self.article.addition.text
        return self.article.body if self.number < 0 else self.remark.text


@dataclass
class Chronicle:
    """Who and where, and what has been written so far."""

    people: dict[str, User]
    units: dict[str, OrgUnit]
    days: Workdays
    communities: dict[str, Community] = field(default_factory=dict)
    posts: dict[str, Post | Topic] = field(default_factory=dict)
    comments: dict[tuple[str, int], Comment] = field(default_factory=dict)
    pictures: dict[tuple[int, str], Upload] = field(default_factory=dict)

    def write(self) -> None:
        """Write everything, oldest first; people look at the bell once a day."""
        morning = None
        for event in events(content.stories(), self.days):
            if morning is None or event.at.date() > morning.date():
                morning = event.at.replace(hour=0, minute=0)
                self._read_bell(morning)
            if event.is_addition:
                self._add(event)
            elif event.number < 0:
                self._write_article(event)
            else:
                self._write_remark(event)

    def _read_bell(self, until: datetime) -> None:
        if until <= self.days.at(BELL_DAYS, "00:00"):
            unread = Notification.objects.filter(read_at=None, at__lt=until)
            unread.update(read_at=F("at") + timedelta(hours=3))

    def _write_article(self, event: Event) -> None:
        article = event.article
        author = self.people[article.author]
        if isinstance(article, content.Topic):
            self._write_topic(event, author)
            return
        post = new_post(author=author, submission=None)
        post.title, post.flavour, post.space = article.title, article.flavour, self._space(article, author)
        post.body = self._resolved(article.body, author, article.days)
        if article.state == "scheduled":
            schedule(actor=author, post=post, manuscript=manuscript(post, article, event.at))
        elif article.state == "draft":
            publishing.save_draft(actor=author, entry=post, tags=article.tags)
            Entry.objects.filter(pk=post.pk).update(created_at=event.at, updated_at=event.at)
        else:
            publishing.publish(actor=author, entry=post, tags=article.tags, at=event.at)
            post.created_at = event.at
            post.save(update_fields=["created_at"])
            note_time(post, event.at)
        if article.state == "trashed":
            publishing.withdraw(actor=author, entry=post)
            Entry.objects.filter(pk=post.pk).update(withdrawn_at=event.at + timedelta(minutes=4))
        self.posts[article.key] = post

    def _write_topic(self, event: Event, author: User) -> None:
        told = event.article
        body = self._resolved(told.body, author, told.days)
        community = self.communities[told.community]
        topic = write_topic(author=author, community=community, told=told, body=body, at=event.at)
        note_time(topic, event.at)
        self.posts[told.key] = topic

    def _add(self, event: Event) -> None:
        post = self.posts[event.article.key]
        post.body += "\n\n" + self._resolved(event.text, post.author, event.article.addition.days)
        publishing.revise(
            actor=post.author, entry=post, tags=event.article.tags, base_version=post.version, at=event.at
        )
        note_time(post, event.at)

    def _write_remark(self, event: Event) -> None:
        remark, article = event.remark, event.article
        author, post = self.people[remark.by], self.posts[article.key]
        above = (n for n in range(event.number, -1, -1) if not article.remarks[n].answer)
        parent = self.comments[article.key, next(above)] if remark.answer else None
        ago = article.days - days_after(remark)
        body = self._resolved(remark.text, author, ago)
        comment = add_comment(actor=author, entry=post, body=body, parent=parent, at=event.at)
        self.comments[article.key, event.number] = comment
        if remark.best:
            set_best_answer(actor=post.author, comment=comment, on=True, at=event.at)

    def _space(self, article: Article, author: User) -> Space:
        if article.audience == "self":
            return ensure_personal_space(user=author)
        if article.audience == "unit":
            person = next(person for person in content.people() if person.handle == article.author)
            return self.units[person.unit].space
        return company_space()

    def _resolved(self, text: str, author: User, ago: int) -> str:
        """The text with real addresses and dates in place of {{post:…}}, {{date:+…}} and photo:…"""
        text = re.sub(r"\{\{post:([\w-]+)\}\}", lambda m: self.posts[m[1]].get_absolute_url(), text)
        text = re.sub(r"\{\{date:\+(\d+)\}\}", lambda m: self.days.words(ago - int(m[1])), text)
        return re.sub(r"\(photo:([\w-]+)\)", lambda m: f"({self._picture(m[1], author).get_absolute_url()})", text)

    def _picture(self, name: str, owner: User) -> Upload:
        key = (owner.pk, name)
        if key not in self.pictures:
            self.pictures[key] = store_upload(actor=owner, file=File(as_file(scene(name)), name=f"{name}.png"))
        return self.pictures[key]


def events(articles: Iterable[Article], days: Workdays) -> list[Event]:
    """Posts and remarks in the order of time."""
    found = []
    for article in articles:
        found.append(Event(days.at(article.days, article.time), article))
        if article.addition:
            at = days.at(article.addition.days, article.addition.time)
            found.append(Event(at, article, is_addition=True))
        for number, remark in enumerate(article.remarks):
            at = days.at(article.days - days_after(remark), remark.at.split()[1])
            found.append(Event(at, article, number))
    return sorted(found, key=lambda event: (event.at, event.number))


def days_after(remark: Remark) -> int:
    """Working days between the post and the remark."""
    return int(remark.at.split()[0])


def manuscript(post: Post, article: Article, at: datetime) -> Manuscript:
    return Manuscript(
        title=post.title,
        body=post.body,
        tags=article.tags,
        space=post.space,
        flavour=post.flavour,
        publish_at=at,
    )


def note_time(post: Entry, at: datetime) -> None:
    """The newest revision is as old as the story says; publishing notes the present."""
    Revision.objects.filter(entry_id=post.pk, version=post.version).update(created_at=at)
