"""Writing the entries of an archive, each in a transaction of its own, without telling anybody."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from blogs.archives.addresses import address_from_pattern, hosts_of, keep_old_urls, with_new_links
from blogs.archives.media import MediaFolder
from blogs.archives.people import OneAuthor, Staff
from blogs.archives.report import Report
from blogs.archives.threads import write_comments
from blogs.importers.records import ImportedEntry, Problem
from blogs.models import Category, Post
from sns.entries.actions import keep_revision, set_tags, write_text
from sns.entries.models import Entry, Revision
from sns.entries.models.entry import TITLE_MAX
from sns.links.actions import set_links
from sns.notifications.actions import watch
from sns.people.models import User
from sns.spaces.actions import ensure_personal_space
from sns.spaces.models import Space

MAX_TAGS = 500
MAX_CATEGORIES = 200
MAX_KEY = 250
# Beyond these no page would open in reasonable time; a book of 2,000 pages fits.
MAX_BODY = 1_000_000
MAX_COMMENT = 100_000
OWN_PREFIX = "engawa"


class Importer:
    """One import: takes records one after the other and keeps the report.

    ``people`` decides on authors, ``space`` is the audience of published posts, ``prefix`` keeps the keys of
    different blogs apart. With ``dry_run`` nothing is written, and there need be no space.
    """

    def __init__(
        self,
        *,
        people: Staff | OneAuthor,
        space: Space | None,
        prefix: str = "",
        media: MediaFolder | None = None,
        dry_run: bool = False,
        only_authors: set[str] | None = None,
        address_pattern: str = "",
    ):
        self.people = people
        self.space = space
        self.prefix = prefix
        self.media = media
        self.dry_run = dry_run
        self.only_authors = only_authors
        self.address_pattern = address_pattern
        self.report = Report()
        self._hosts: set[str] = set()
        self._to_link: list[int] = []
        self._changed: Counter[str] = Counter()

    def run(
        self, records: Iterable[ImportedEntry | Problem], on_progress: Callable[[Report], None] | None = None
    ) -> Report:
        """Take all records; ``on_progress`` hears after each entry."""
        for record in records:
            if isinstance(record, Problem):
                self.report.add_problem(record)
                continue
            self._take(record)
            if on_progress:
                on_progress(self.report)
        self._link_to_each_other()
        self._tell_changes()
        return self.report

    def _take(self, entry: ImportedEntry) -> None:
        where = _("line %(line)d (%(title)s)") % {"line": entry.line, "title": entry.title or _("no title")}
        key = _short(f"{self.prefix}{entry.source_key}")
        if self.only_authors is not None and entry.author not in self.only_authors:
            self.report.left_out += 1
        elif entry.status == "trash":
            self.report.left_out += 1
            self.report.add_problem(Problem(where, _("It was in the trash; left out."), lost=False))
        elif self._is_here(entry, key):
            self.report.already += 1
        elif self.dry_run:
            self.report.add_created(entry, len(entry.comments))
        else:
            self._write(entry, key, where)

    def _is_here(self, entry: ImportedEntry, key: str) -> bool:
        """Imported before, or a post of this very site that comes back from its own export."""
        here = Q(source_key=key) | Q(source_key=entry.source_key, author__in=self._own_author(entry))
        site, _colon, number = entry.source_key.removeprefix(f"{OWN_PREFIX}:").rpartition(":")
        if site == site_name() and re.fullmatch("[0-9]{1,18}", number):
            here |= Q(pk=int(number), author__in=self._own_author(entry))
        return Post.objects.filter(here).exists()

    def _own_author(self, entry: ImportedEntry) -> list[User]:
        return [self.people.user] if isinstance(self.people, OneAuthor) else []

    def _write(self, entry: ImportedEntry, key: str, where: str) -> None:
        # People and files first: what a rolled back entry leaves of them is used by the next one, or cleaned away.
        author = self.people.author(entry.author, entry.author_email)
        for comment in entry.comments:
            self.people.commenter(comment.author, comment.email)
        try:
            texts = self._texts(entry, author, where)
            with transaction.atomic():
                post, comments = self._write_entry(entry, key, author, texts)
        except (DataError, IntegrityError) as error:
            self.report.left_out += 1
            reason = _("It could not be saved: %(error)s")
            self.report.add_problem(Problem(where, reason % {"error": str(error).split("\n")[0][:200]}))
            return
        self.report.add_created(entry, comments)
        self._note_changes(entry, author)
        self._hosts |= hosts_of(self._old_urls(entry))
        if any(host in post.body for host in self._hosts):
            self._to_link.append(post.pk)

    def _write_entry(self, entry: ImportedEntry, key: str, author: User, texts: tuple[str, str]) -> tuple[Post, int]:
        """Text, tags, revision, links, categories, addresses, comments, in this order."""
        post = self._post(entry, key, author)
        post.title, post.body = texts
        rendered = write_text(entry=post, tags=())
        set_tags(entry=post, names=[*entry.tags, *rendered.tags], at_most=MAX_TAGS)
        keep_revision(editor=author, entry=post)
        if author.is_active:
            watch(user=author, entry=post)
        set_links(source=post, linked=rendered.linked)
        _shelve(post, entry.categories)
        keep_old_urls(post=post, urls=self._old_urls(entry))
        is_own = entry.source_key.startswith(f"{OWN_PREFIX}:")
        written = write_comments(post=post, comments=entry.comments, people=self.people, with_leads=not is_own)
        moment = post.published_at or entry.published_at or timezone.now()
        activity = max(moment, written.last_at or moment) if post.published_at else None
        Entry.objects.filter(pk=post.pk).update(
            created_at=moment, updated_at=moment, comment_count=written.shown, last_activity_at=activity
        )
        return post, written.count

    def _old_urls(self, entry: ImportedEntry) -> list[str]:
        if not self.address_pattern:
            return entry.old_urls
        return [*entry.old_urls, address_from_pattern(self.address_pattern, entry)]

    def _post(self, entry: ImportedEntry, key: str, author: User) -> Post:
        post = Post(kind=Post.Kind.POST, author=author, source_key=key)
        post.space = ensure_personal_space(user=author) if entry.status == "private" else self.space
        flavour = entry.extra.get("flavour", "")
        post.flavour = flavour if flavour in Post.Flavour.values else ""
        post.published_at, post.publish_at = _times(entry)
        post.updated_at = post.published_at or timezone.now()
        return post

    def _texts(self, entry: ImportedEntry, author: User, where: str) -> tuple[str, str]:
        title, body = entry.title, _with_excerpt(entry)
        if len(title) > TITLE_MAX:
            body = f"{title}\n\n{body}"
            title = f"{title[: TITLE_MAX - 1]}…"
            reason = _("The title is too long; it was cut and stands in full at the start of the text.")
            self.report.add_problem(Problem(where, reason, lost=False))
        body = self._bounded(body, MAX_BODY, where)
        for comment in entry.comments:
            comment.body_markdown = self._bounded(comment.body_markdown, MAX_COMMENT, where)
        if self.media:
            body, count, problems = self.media.bring_in(body, entry, owner=author, where=where)
            self.report.files += count
            for problem in problems:
                self.report.add_problem(problem)
        return title, body

    def _bounded(self, text: str, most: int, where: str) -> str:
        if len(text) <= most:
            return text
        reason = _("A text was longer than %(most)d characters and was cut there.")
        self.report.add_problem(Problem(where, reason % {"most": most}))
        return text[:most]

    def _note_changes(self, entry: ImportedEntry, author: User) -> None:
        self._changed["sticky"] += entry.extra.get("sticky") == "1"
        self._changed["closed"] += not entry.allow_comments
        self._changed["hidden"] += author.is_guest and entry.status != "publish"

    def _tell_changes(self) -> None:
        """What is another way here than it was there, once for all posts."""
        reasons = {
            "sticky": _("Pinned there, ordinary posts here: %(count)d."),
            "closed": _("Closed for comments there, open here: %(count)d."),
            "hidden": _("Drafts and private posts of guests, seen by administrators only: %(count)d."),
        }
        for name, reason in reasons.items():
            if count := self._changed[name]:
                self.report.add_problem(Problem("", reason % {"count": count}, lost=False))

    def _link_to_each_other(self) -> None:
        """Second round: links of the archive to its own posts lead to them here (and are mentions there)."""
        for number in self._to_link:
            post = Post.objects.select_related("space", "author").get(pk=number)
            body = with_new_links(post.body, self._hosts)
            if body != post.body:
                _replace_body(post, body)


@transaction.atomic
def _replace_body(post: Post, body: str) -> None:
    post.body = body
    names = list(post.entry_tags.values_list("tag__label", flat=True))
    rendered = write_text(entry=post, tags=())
    set_tags(entry=post, names=names, at_most=MAX_TAGS)
    Revision.objects.filter(entry=post, version=post.version).update(body=body)
    set_links(source=post, linked=rendered.linked)


def _short(key: str) -> str:
    """A key that fits its column and is still nobody else's."""
    if len(key) <= MAX_KEY:
        return key
    return f"{key[: MAX_KEY - 65]}#{hashlib.sha256(key.encode()).hexdigest()}"


def site_name() -> str:
    """How this site names itself in keys of its own exports."""
    return settings.PUBLIC_URL.partition("://")[2]


def _times(entry: ImportedEntry) -> tuple[datetime | None, datetime | None]:
    """When it came out, or when it is to come out. A time that has passed meanwhile is when it came out."""
    if entry.status == "draft":
        return None, None
    if entry.status == "future" and entry.published_at and entry.published_at > timezone.now():
        return None, entry.published_at
    return entry.published_at or timezone.now(), None


def _with_excerpt(entry: ImportedEntry) -> str:
    """The text, led by the excerpt when that says something of its own: no column keeps it apart."""
    text = entry.full_markdown
    excerpt = " ".join(entry.excerpt.split())
    if not excerpt or excerpt[:80] in " ".join(text.replace("\\", "").split()):
        return text
    return f"> {excerpt}\n\n{text}".strip()


def _shelve(post: Post, names: list[str]) -> None:
    wanted = dict.fromkeys(name[:100] for name in names[:MAX_CATEGORIES])
    shelves = [Category.objects.get_or_create(owner_id=post.author_id, name=name)[0] for name in wanted]
    post.categories.set(shelves)
