"""The demo's handbooks, page by page and change by change, and what was reported below them."""

import random
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from communities.actions.pages import add_page, change_page
from communities.models import Community, IdeaDecision, Page
from sns.audit.models import AuditEvent
from sns.discussion.actions import add_comment
from sns.discussion.models import Comment, Flag
from sns.discussion.moderation import report
from sns.entries.actions import mark_read
from sns.entries.models import Entry, Revision
from sns.notifications.models import Notification, Verb
from sns.ops.demo.content import FENCE, HERE, read_toml
from sns.ops.demo.workdays import Workdays
from sns.people.models import User
from sns.publishing import settle_report
from sns.spaces.models import SpaceMember

FOLDER = HERE / "handbook"


@dataclass(frozen=True)
class Change:
    """What a member changed: words for words, words put at the end (no ``old``), or the title."""

    by: str
    days: int
    time: str
    old: str = ""
    new: str = ""
    title: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page as it was begun; ``parent`` is the file's name of the page above."""

    key: str
    community: str
    title: str
    author: str
    days: int
    time: str
    body: str
    parent: str = ""
    tags: list[str] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)


def sheets() -> list[Sheet]:
    """Every page, in the order of the tree."""
    return [_sheet(file) for file in sorted(FOLDER.glob("*/*.md"))]


def load_handbook(people: dict[str, User], communities: dict[str, Community], posts: dict, days: Workdays) -> None:
    """Write the pages and change them, oldest first; then people read them, and some say what is reported."""
    told = sheets()
    steps = [(days.at(sheet.days, sheet.time), sheet, None) for sheet in told]
    steps += [(days.at(change.days, change.time), sheet, change) for sheet in told for change in sheet.change]
    pages: dict[str, Page] = {}
    for at, sheet, change in sorted(steps, key=lambda step: step[0]):
        if change is None:
            pages[sheet.key] = _begin(sheet, people, communities, posts, pages, at)
        else:
            _change(pages[sheet.key], sheet, change, people, posts, pages, at)
    for sheet in told:
        _read(pages[sheet.key], sheet.key, at=days.at(0, "08:00"))
    _report(people, pages, days)
    _date_record(communities)


def resolved(text: str, posts: dict, pages: dict[str, Page]) -> str:
    """The text with real addresses in place of {{post:…}} and {{page:…}}."""
    text = re.sub(r"\{\{post:([\w-]+)\}\}", lambda m: posts[m[1]].get_absolute_url(), text)
    return re.sub(r"\{\{page:([\w/-]+)\}\}", lambda m: pages[m[1]].get_absolute_url(), text)


def _begin(sheet: Sheet, people, communities, posts: dict, pages: dict[str, Page], at: datetime) -> Page:
    parent = pages[f"{sheet.community}/{sheet.parent}"] if sheet.parent else None
    page = add_page(
        actor=people[sheet.author], community=communities[sheet.community], title=sheet.title,
        body=resolved(sheet.body, posts, pages),
        tags=sheet.tags, parent_id=parent.pk if parent else None, at=at,
    )  # fmt: skip
    page.created_at = at  # saved again with each change of the text
    Entry.objects.filter(pk=page.pk).update(created_at=at)
    _date(page, at)
    return page


def _change(
    page: Page, sheet: Sheet, change: Change, people, posts: dict, pages: dict[str, Page], at: datetime
) -> None:
    if change.old and change.old not in page.body:
        raise ValueError(f"{sheet.key}: “{change.old}” is not in the page")
    new = resolved(change.new, posts, pages)
    body = page.body.replace(change.old, new) if change.old else f"{page.body}\n\n{new}"
    change_page(
        actor=people[change.by], page=page, title=change.title or page.title, body=body, tags=sheet.tags,
        base_version=page.version, at=at,
    )  # fmt: skip
    _date(page, at)


def _date(page: Page, at: datetime) -> None:
    """The newest revision is as old as the story says."""
    Revision.objects.filter(entry_id=page.pk, version=page.version).update(created_at=at)


def _read(page: Page, key: str, *, at: datetime) -> None:
    """Some members have opened the page on the way."""
    dice = random.Random(f"handbook {key}")
    members = list(SpaceMember.objects.filter(space_id=page.space_id).order_by("id").select_related("user"))
    there = [row.user for row in members if row.user_id != page.author_id]
    span = (at - page.published_at).total_seconds()
    for user in dice.sample(there, round(len(there) * dice.uniform(0.4, 0.9))):
        mark_read(user=user, entry=page, at=page.published_at + timedelta(seconds=max(span, 60) * dice.random()))


def _report(people: dict[str, User], pages: dict[str, Page], days: Workdays) -> None:
    for row in read_toml("handbook/reports.toml")["remark"]:
        page = Page.objects.select_related("space__community").get(pk=pages[row["page"]].pk)
        at = days.at(row["days"], row["time"])
        comment = add_comment(actor=people[row["by"]], entry=page, body=row["text"], at=at)
        flag = _flag(comment, people, row["report"], days)
        if "removal" in row:
            _settle(flag, people, row["removal"], days)


def _flag(comment: Comment, people: dict[str, User], told: dict, days: Workdays) -> Flag:
    at = days.at(told["days"], told["time"])
    flag = report(actor=people[told["by"]], entry=comment.entry, comment=comment, reason=told["reason"])
    Flag.objects.filter(pk=flag.pk).update(created_at=at)
    Notification.objects.filter(verb=Verb.REPORT, entry=comment.entry).update(at=at)
    return flag


def _settle(flag: Flag, people: dict[str, User], told: dict, days: Workdays) -> None:
    at = days.at(told["days"], told["time"])
    settle_report(actor=people[told["by"]], flag=flag, remove=True, reason=told["reason"])
    Flag.objects.filter(pk=flag.pk).update(settled_at=at)
    Comment.objects.filter(pk=flag.comment_id).update(removed_at=at)
    AuditEvent.objects.filter(subject_type="discussion.comment", subject_id=str(flag.comment_id)).update(at=at)
    lines = Notification.objects.filter(verb__in=[Verb.REPORT, Verb.REMOVED])
    lines.filter(entry=flag.entry).update(at=at, read_at=at)
    lines.filter(space_id=flag.entry.space_id, user_id=flag.user_id).update(at=at, read_at=at)


def _date_record(communities: dict[str, Community]) -> None:
    """What was done at the founding is as old as the community, an answer to an idea as old as the decision."""
    for community in communities.values():
        acts = AuditEvent.objects.filter(
            space_id=community.pk, verb__in=["community.founded", "community.role_changed"]
        )
        acts.update(at=community.created_at)
    for decision in IdeaDecision.objects.all():
        answers = AuditEvent.objects.filter(verb="idea.decided", subject_id=str(decision.pk))
        answers.update(at=decision.decided_at)


def _sheet(file) -> Sheet:
    _empty, front, body = file.read_text(encoding="utf-8").split(FENCE, 2)
    fields = tomllib.loads(front)
    fields["change"] = [Change(**change) for change in fields.get("change", [])]
    community = file.parent.name
    return Sheet(key=f"{community}/{file.stem}", community=community, body=body.strip(), **fields)
