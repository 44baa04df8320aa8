"""WordPress exports (WXR 1.0 to 1.2) as records."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from blogs.importers import wordpress_text, wxr_stream
from blogs.importers.html_to_markdown import convert, html_to_markdown
from blogs.importers.records import (
    ImportedComment,
    ImportedEntry,
    ImportedImage,
    Problem,
    UnreadableArchive,
    clean_line,
    parts_of,
    plain_line,
    unique,
    words,
)
from blogs.importers.wxr_fields import Fields, iso_date, local_name, rss_date

TOKYO = ZoneInfo("Asia/Tokyo")
STATUSES = {
    "publish": "publish",
    "draft": "draft",
    "auto-draft": "draft",
    "pending": "draft",
    "future": "future",
    "private": "private",
    "trash": "trash",
}
# What WordPress keeps in the same table as posts without it being anybody's writing.
TECHNICAL_TYPES = words(
    """acf-field acf-field-group custom_css customize_changeset nav_menu_item oembed_cache revision
    user_request wp_block wp_font_face wp_font_family wp_global_styles wp_navigation wp_template
    wp_template_part wpcf7_contact_form"""
)
MAX_ATTACHMENTS = 200_000


class _Reader:
    """One reading of one file: tables gathered in a first pass, entries made in a second one."""

    def __init__(self, path: Path, tz: tzinfo):
        self.path = path
        self.tz = tz
        self.names: dict[str, str] = {}
        self.emails: dict[str, str] = {}
        self.files: dict[str, ImportedImage] = {}
        self.children: dict[str, list[str]] = {}
        self.site = ""
        self.seen: Counter[str] = Counter()
        self.passed_over: Counter[str] = Counter()
        self.unused: dict[str, set[str]] = {"category": set(), "tag": set()}

    def gather(self) -> None:
        """Authors, the site's address and the table of attachments, which may stand anywhere in the file."""
        version = ""
        for element in wxr_stream.elements(self.path):
            if isinstance(element, Problem):
                continue
            name = local_name(element)
            if name == "wxr_version":
                version = element.text or ""
            elif name == "base_blog_url" or (name == "link" and not self.site):
                self.site = clean_line(element.text or "")
            elif name in self.unused:
                fields = Fields(element)
                self.unused[name].add(fields.line("cat_name") or fields.line("tag_name"))
            elif name == "author":
                self._author(Fields(element))
            elif name == "item":
                version = version or "item"
                self._attachment(Fields(element))
        if not version:
            raise UnreadableArchive(_("This is not a WordPress export (WXR): it holds no posts and no version."))

    def entries(self) -> Iterator[ImportedEntry | Problem]:
        """Every post and page, with a problem in place of whatever could not be taken over."""
        for element in wxr_stream.elements(self.path):
            if isinstance(element, Problem):
                yield element
            elif local_name(element) == "item":
                yield from self._item(Fields(element), int(element.get(wxr_stream.LINE)))
        for kind, count in sorted(self.passed_over.items()):
            reason = _("Entries of this type are part of the site, not posts; left out: %(count)d.") % {"count": count}
            yield Problem(kind, reason, lost=False)
        for kind, names in self.unused.items():
            if names:
                reason = _("Declared in the file and used by no post; left out: %(count)d.")
                yield Problem(kind, reason % {"count": len(names)}, lost=False)

    def _author(self, fields: Fields) -> None:
        login = fields.line("author_login")
        full = f"{fields.line('author_last_name')} {fields.line('author_first_name')}".strip()
        self.names[login] = fields.line("author_display_name") or full or login
        self.emails[login] = fields.line("author_email")

    def _attachment(self, fields: Fields) -> None:
        if fields.line("post_type") != "attachment" or len(self.files) >= MAX_ATTACHMENTS:
            return
        url = fields.line("attachment_url") or fields.line("guid")
        if not url:
            return
        key = fields.line("post_id")
        alt = fields.meta().get("_wp_attachment_image_alt", "")
        self.files[key] = ImportedImage(url=url, alt=clean_line(alt), title=fields.line("title"))
        self.children.setdefault(fields.line("post_parent"), []).append(key)

    def _item(self, fields: Fields, line: int) -> Iterator[ImportedEntry | Problem]:
        kind = fields.line("post_type") or "post"
        if kind == "attachment":
            return
        if kind in TECHNICAL_TYPES:
            self.passed_over[kind] += 1
            return
        where = _("line %(line)d (%(title)s)") % {
            "line": line,
            "title": fields.line("title") or _("no title"),
        }
        entry = self._entry(fields, kind, line)
        if fields.line("status") == "auto-draft" and not entry.full_markdown and not entry.title:
            yield Problem(where, _("An empty draft that WordPress made by itself; left out."), lost=False)
            return
        yield from self._remarks(fields, entry, where)
        yield entry

    def _remarks(self, fields: Fields, entry: ImportedEntry, where: str) -> Iterator[Problem]:
        status = fields.line("status")
        if status not in STATUSES:
            values = {"status": status or _("(none)")}
            yield Problem(where, _("Unknown status “%(status)s”; kept as a draft.") % values, lost=False)
        if fields.line("post_password"):
            yield Problem(where, _("Protected by a password; kept as private to its author."), lost=False)
        left_out = entry.extra.pop("spam", "")
        if left_out:
            reason = _("Comments left out because they were marked as spam or deleted: %(count)d.")
            yield Problem(where, reason % {"count": int(left_out)}, lost=False)

    def _entry(self, fields: Fields, kind: str, line: int) -> ImportedEntry:
        login = fields.line("creator").strip("<>")
        entry = ImportedEntry(
            source_key=self._key(fields, kind),
            title=plain_line(fields.line("title")),
            author=self.names.get(login, login),
            author_email=self.emails.get(login, ""),
            published_at=self._date(fields, "post_date"),
            status=self._status(fields),
            excerpt=plain_line(fields.text("encoded", "excerpt")),
            allow_comments=fields.line("comment_status") != "closed",
            line=line,
        )
        if entry.published_at is None:
            entry.published_at = rss_date(fields.line("pubDate"))
        self._content(entry, fields)
        self._terms(entry, fields)
        self._old_urls(entry, fields)
        self._comments(entry, fields)
        self._extra(entry, fields, kind, login)
        return entry

    def _key(self, fields: Fields, kind: str) -> str:
        site = parts_of(self.site)
        number = fields.line("post_id") or fields.line("guid")
        key = f"wxr:{site.netloc}{site.path.rstrip('/')}:{number}"
        self.seen[key] += 1
        # Files put together by hand repeat numbers; the slug then tells the posts apart.
        return key if self.seen[key] == 1 else f"{key}:{kind}:{fields.line('post_name')}:{self.seen[key]}"[:200]

    def _status(self, fields: Fields) -> str:
        status = STATUSES.get(fields.line("status"), "draft")
        return "private" if fields.line("post_password") and status in ("publish", "future") else status

    def _content(self, entry: ImportedEntry, fields: Fields) -> None:
        source = fields.text("encoded", "content")
        breaks = not wordpress_text.has_blocks(source)
        number = fields.line("post_id")
        first, second = wordpress_text.split_more(source)
        entry.body_markdown, images = self._markdown(first, number, breaks)
        entry.extended_markdown, more = self._markdown(second, number, breaks)
        entry.images = images + more
        thumbnail = self.files.get(fields.meta().get("_thumbnail_id", ""))
        if thumbnail:
            entry.extra["thumbnail"] = thumbnail.url
            entry.images.append(thumbnail)

    def _markdown(self, html: str, number: str, breaks: bool) -> tuple[str, list[ImportedImage]]:
        def gallery(keys: list[str] | None) -> list[ImportedImage]:
            chosen = self.children.get(number, []) if keys is None else keys
            return [self.files[key] for key in chosen[:200] if key in self.files]

        return convert(wordpress_text.to_html(html, gallery), line_breaks=breaks)

    def _terms(self, entry: ImportedEntry, fields: Fields) -> None:
        terms = [
            (node.get("domain") or "category", clean_line(node.text or "") or node.get("nicename") or "")
            for node in fields.all("category")
        ]
        entry.categories = unique(name for domain, name in terms if domain == "category")
        entry.tags = unique(name for domain, name in terms if domain in ("tag", "post_tag"))
        self.unused["category"].difference_update(entry.categories)
        self.unused["tag"].difference_update(entry.tags)
        post_format = next((name for domain, name in terms if domain == "post_format"), "")
        if post_format:
            entry.extra["post_format"] = post_format

    def _old_urls(self, entry: ImportedEntry, fields: Fields) -> None:
        guid = fields.line("guid")
        entry.old_urls = unique(url for url in (fields.line("link"), guid) if parts_of(url).scheme in ("http", "https"))

    def _comments(self, entry: ImportedEntry, fields: Fields) -> None:
        spam = 0
        for node in fields.all("comment"):
            comment = self._comment(Fields(node), len(entry.comments))
            if comment is None:
                spam += 1
            else:
                entry.comments.append(comment)
        entry.comments = _with_roots(entry.comments)
        if spam:
            entry.extra["spam"] = str(spam)

    def _comment(self, fields: Fields, position: int) -> ImportedComment | None:
        approved = fields.line("comment_approved") or "1"
        if approved in ("spam", "trash", "post-trashed"):
            return None
        kind = fields.line("comment_type")
        parent = fields.line("comment_parent")
        return ImportedComment(
            key=fields.line("comment_id") or f"n{position}",
            author=plain_line(fields.line("comment_author")),
            email=fields.line("comment_author_email"),
            url=fields.line("comment_author_url"),
            at=self._date(fields, "comment_date"),
            body_markdown=html_to_markdown(fields.text("comment_content"), line_breaks=True),
            parent_key=None if parent in ("", "0") else parent,
            kind=kind if kind in ("pingback", "trackback") else "comment",
            approved=approved == "1",
        )

    def _extra(self, entry: ImportedEntry, fields: Fields, kind: str, login: str) -> None:
        values = {
            "post_type": kind,
            "slug": fields.line("post_name"),
            "login": login,
            "sticky": "1" if fields.line("is_sticky") == "1" else "",
            "password_protected": "1" if fields.line("post_password") else "",
        }
        entry.extra |= {key: value for key, value in values.items() if value}

    def _date(self, fields: Fields, name: str) -> datetime | None:
        """The UTC date when the file has one (drafts do not), else the local one."""
        return iso_date(fields.line(f"{name}_gmt"), UTC) or iso_date(fields.line(name), self.tz)


def read_wxr(path: Path, *, tz: tzinfo = TOKYO) -> Iterator[ImportedEntry | Problem]:
    """Entries and problems of a WordPress export in the order of the file. ``tz`` is for dates without UTC.

    Raises ``UnreadableArchive`` before the first record when the file as a whole is refused.
    """
    reader = _Reader(Path(path), tz)
    reader.gather()
    yield from reader.entries()


def _with_roots(comments: list[ImportedComment]) -> list[ImportedComment]:
    """The comments with parents that exist and lead to a root; each is walked over once."""
    by_key = {comment.key: comment for comment in comments}
    settled: set[str | None] = {None}
    for comment in comments:
        path: dict[str, ImportedComment] = {}
        step = comment
        while step.key not in settled and step.key not in path:
            path[step.key] = step
            if step.parent_key not in by_key or step.parent_key in path:
                step.parent_key = None
                break
            step = by_key[step.parent_key]
        settled.update(path)
    return comments
