"""Comments of an archive as threads of two levels."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from blogs.archives.people import OneAuthor, Staff
from blogs.importers.markdown_text import escape
from blogs.importers.records import ImportedComment
from blogs.models import Post
from sns.discussion.models import Comment
from sns.discussion.searching import search_row, write_search_rows
from sns.entries.actions import set_uploads
from sns.entries.rendering import Rendered, render
from sns.links.actions import set_links

ORIGINS = {
    "comment": Comment.Origin.IMPORTED,
    "pingback": Comment.Origin.PINGBACK,
    "trackback": Comment.Origin.TRACKBACK,
}


@dataclass(slots=True)
class Written:
    """What was made of the comments of one post."""

    count: int = 0
    shown: int = 0
    last_at: datetime | None = None


def write_comments(
    *, post: Post, comments: list[ImportedComment], people: Staff | OneAuthor, with_leads: bool
) -> Written:
    """Store comments in the order of their times, parents first; nobody is told.

    ``with_leads``: replies to replies begin with the name of whom they answer, as all stand on one level here.
    """
    rows: list[Comment] = []
    texts: list[Rendered] = []
    by_key: dict[str, Comment] = {}
    ordered = _in_order(comments, post.published_at or post.created_at)
    for number, comment in zip(_new_numbers(len(ordered)), ordered, strict=True):
        parent = by_key.get(comment.parent_key or "")
        row = _row(post, comment, number, parent, people)
        if with_leads and parent is not None and parent.parent_id:
            row.body = _with_lead(row.body, parent)
        rendered = render(row.body, prefix=f"c{number}", space=post.space, author=row.author)
        row.body_html, row.excerpt = rendered.html, rendered.excerpt
        by_key[comment.key] = row
        rows.append(row)
        texts.append(rendered)
    Comment.objects.bulk_create(rows, batch_size=500)
    write_search_rows(search_row(row, rendered.plain) for row, rendered in zip(rows, texts, strict=True))
    for row, rendered in zip(rows, texts, strict=True):
        if rendered.linked:
            set_links(source=post, comment_id=row.pk, linked=rendered.linked)
        if rendered.uploads:
            set_uploads(entry=post, rendered=rendered)
    shown = [row for row in rows if row.removed_at is None]
    return Written(len(rows), len(shown), max((row.created_at for row in shown), default=None))


def _row(
    post: Post, comment: ImportedComment, number: int, parent: Comment | None, people: Staff | OneAuthor
) -> Comment:
    row = Comment(
        id=number,
        entry=post,
        author=people.commenter(comment.author, comment.email),
        parent=parent,
        thread_root=parent.thread_root if parent else number,
        body=_text(comment),
        origin=ORIGINS[comment.kind],
        source_url=comment.url if comment.url.startswith(("http://", "https://")) and len(comment.url) <= 500 else "",
        created_at=comment.at,
    )
    if not comment.approved:
        # It was never shown there, so it is not shown here; the text is kept like that of a removed one.
        row.removed_at, row.removed_by_id = comment.at, post.author_id
    return row


def _text(comment: ImportedComment) -> str:
    if not comment.title:
        return comment.body_markdown
    return f"**{escape(comment.title)}**\n\n{comment.body_markdown}".strip()


def _with_lead(body: str, parent: Comment) -> str:
    author = parent.author
    lead = escape(f"@{author.name}") if author.is_guest or not author.is_active else f"@{author.handle}"
    return body if body.startswith(lead) else f"{lead} {body}"


def _in_order(comments: list[ImportedComment], fallback: datetime) -> list[ImportedComment]:
    """By time (those without one at the end of what is known), every parent before its replies."""
    by_key = {comment.key: comment for comment in comments}
    latest = fallback
    for comment in comments:
        latest = comment.at = comment.at or latest
    ordered: dict[int, ImportedComment] = {}
    for comment in sorted(comments, key=lambda c: c.at):
        above = []
        step: ImportedComment | None = comment
        while step is not None and id(step) not in ordered and len(above) <= len(comments):
            above.append(step)
            step = by_key.get(step.parent_key or "")
        ordered.update((id(one), one) for one in reversed(above))
    return list(ordered.values())


def _new_numbers(count: int) -> list[int]:
    """Numbers of rows to come: a comment's own number is part of its text and of its thread."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('discussion_comment', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]
