"""Comments and reactions."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from sns.audit.actions import record
from sns.core import markup
from sns.discussion.closing import is_closed
from sns.discussion.models import BestAnswer, Comment, Reaction
from sns.discussion.searching import sync_search_texts, write_search_text
from sns.entries.actions import note_activity, set_uploads
from sns.entries.models import Entry
from sns.entries.rendering import Rendered, render
from sns.links.actions import set_links
from sns.notifications.actions import notify, watch
from sns.notifications.models import Verb, Watch
from sns.people.models import User
from sns.spaces.permissions import can_moderate
from sns.spaces.queries import may_see


class CommentConflict(Exception):
    """The comment has been edited elsewhere since the editor read it; ``current`` is what is stored now."""

    def __init__(self, current: Comment):
        super().__init__(f"comment {current.pk} is at version {current.version}")
        self.current = current


@transaction.atomic
def add_comment(
    *,
    actor: User,
    entry: Entry,
    body: str,
    parent: Comment | None = None,
    submission: UUID | None = None,
    at: datetime | None = None,
    source_url: str = "",
) -> Comment:
    """Write a comment or a reply: text, count, watch, links, notifications, in this order.

    ``submission`` is the form's one-time number: the second of two equal ones gets the first's comment.
    With ``source_url`` it is a trackback: its guest sees nothing, so the space must be open to everybody.
    """
    may_speak = entry.space.is_open if source_url else may_see(actor, entry.space)
    if not entry.is_live or entry.space.is_archived or not may_speak:
        raise PermissionDenied
    if already := _already_sent(actor, submission):
        return already
    if is_closed(entry):
        raise PermissionDenied
    comment = Comment(
        entry=entry, author=actor, parent=parent, body=body, submission=submission, created_at=at or timezone.now(),
        source_url=source_url, origin=Comment.Origin.TRACKBACK if source_url else Comment.Origin.TYPED,
    )  # fmt: skip
    rendered = _write(comment)
    Entry.objects.filter(pk=entry.pk).update(comment_count=F("comment_count") + 1, last_activity_at=comment.created_at)
    note_activity(entry=entry, at=comment.created_at)
    watch(user=actor, entry=entry)
    set_links(source=entry, comment_id=comment.pk, linked=rendered.linked)
    _tell(comment, rendered)
    return comment


def _already_sent(actor: User, submission: UUID | None) -> Comment | None:
    if submission is None:
        return None
    # Held until the end of the transaction: the second click waits here for the first to be saved.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])
    return Comment.objects.filter(author=actor, submission=submission).first()


@transaction.atomic
def edit_comment(*, actor: User, comment: Comment, body: str, base_version: int) -> Comment:
    """Change one's own comment; it shows an "edited" mark, and only people newly mentioned are told.

    Raises CommentConflict when it has been edited since ``base_version``.
    """
    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("entry__space", "author").get(pk=comment.pk)
    )
    space = comment.entry.space
    if actor.pk != comment.author_id or comment.removed_at or space.is_archived or not may_see(actor, space):
        raise PermissionDenied
    if comment.version != base_version:
        raise CommentConflict(comment)
    already = set(markup.parse(comment.body).mentions)
    comment.body = body
    comment.edited_at = timezone.now()
    comment.version += 1
    rendered = _write(comment)
    set_links(source=comment.entry, comment_id=comment.pk, linked=rendered.linked)
    named = [user.pk for user in rendered.mentioned if user.handle not in already]
    _notify(comment, Verb.MENTION, named)
    return comment


@transaction.atomic
def remove_comment(*, actor: User, comment: Comment, reason: str = "") -> None:
    """Take a comment away, leaving a trace in the thread; a moderator gives a reason, which the author is told."""
    if actor.pk != comment.author_id and not can_moderate(actor, comment.entry.space):
        raise PermissionDenied
    removed = Comment.objects.filter(pk=comment.pk, removed_at=None).update(
        removed_at=timezone.now(), removed_by=actor, removed_reason=reason
    )
    if not removed:
        return
    Entry.objects.filter(pk=comment.entry_id).update(comment_count=F("comment_count") - 1)
    BestAnswer.objects.filter(comment=comment).delete()
    set_links(source=comment.entry, comment_id=comment.pk, linked={})
    sync_search_texts(entry=comment.entry)
    if actor.pk != comment.author_id:
        space_id = comment.entry.space_id
        record(actor=actor, verb="comment.removed", subject=comment, data={"reason": reason}, space_id=space_id)
        path = comment.get_absolute_url()
        notify(
            actor=actor,
            verb=Verb.REMOVED,
            entry=comment.entry,
            to=[comment.author_id],
            path=path,
            excerpt=reason,
        )


@transaction.atomic
def restore_comment(*, actor: User, comment: Comment) -> None:
    """Put a removed comment back as it was; only who removed it may (an administrator: any)."""
    if actor.pk != comment.removed_by_id and not can_moderate(actor, comment.entry.space):
        raise PermissionDenied
    restored = Comment.objects.filter(pk=comment.pk, removed_at__isnull=False).update(
        removed_at=None, removed_by=None, removed_reason=""
    )
    if not restored:
        return
    Entry.objects.filter(pk=comment.entry_id).update(comment_count=F("comment_count") + 1)
    sync_search_texts(entry=comment.entry)
    linked = render(comment.body, prefix=f"c{comment.pk}", space=comment.entry.space, author=comment.author).linked
    set_links(source=comment.entry, comment_id=comment.pk, linked=linked)
    if actor.pk != comment.author_id:
        record(actor=actor, verb="comment.restored", subject=comment, space_id=comment.entry.space_id)


def set_reaction(*, actor: User, entry: Entry, kind: str, on: bool, comment: Comment | None = None) -> None:
    """Put a reaction on an entry or a comment or take it back; insert and count are one statement, so none is lost."""
    if kind not in Reaction.Kind.values or not entry.is_live or not may_see(actor, entry.space):
        raise PermissionDenied
    table, row = ("discussion_comment", comment.pk) if comment else ("entries_entry", entry.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            (_REACT if on else _UNREACT).format(table=table),
            {
                "user": actor.pk,
                "entry": entry.pk,
                "comment": comment.pk if comment else None,
                "kind": kind,
                "row": row,
            },
        )


_COUNT = """
UPDATE {table} SET reaction_counts = jsonb_set(
    reaction_counts, ARRAY[%(kind)s::text],
    to_jsonb(GREATEST(COALESCE((reaction_counts ->> %(kind)s::text)::int, 0) {step}, 0))
) WHERE id = %(row)s AND EXISTS (SELECT 1 FROM changed)
"""
_REACT = """
WITH changed AS (
    INSERT INTO discussion_reaction (user_id, entry_id, comment_id, kind, created_at)
    VALUES (%(user)s, %(entry)s, %(comment)s, %(kind)s, now()) ON CONFLICT DO NOTHING RETURNING 1
)""" + _COUNT.replace("{step}", "+ 1")
_UNREACT = """
WITH changed AS (
    DELETE FROM discussion_reaction
    WHERE user_id = %(user)s AND entry_id = %(entry)s AND comment_id IS NOT DISTINCT FROM %(comment)s::bigint
      AND kind = %(kind)s RETURNING 1
)""" + _COUNT.replace("{step}", "- 1")


def _write(comment: Comment) -> Rendered:
    if comment.pk is None:
        comment.save()
        comment.thread_root = comment.parent.thread_root if comment.parent else comment.pk
    entry = comment.entry
    rendered = render(comment.body, prefix=f"c{comment.pk}", space=entry.space, author=comment.author)
    comment.body_html, comment.excerpt = rendered.html, rendered.excerpt
    # Not reaction_counts: somebody may react while the author edits.
    comment.save(update_fields=["thread_root", "body", "body_html", "excerpt", "version", "edited_at"])
    set_uploads(entry=entry, rendered=rendered)
    write_search_text(comment=comment, plain=rendered.plain)
    return rendered


def _tell(comment: Comment, rendered: Rendered) -> None:
    """Each person hears once, for the strongest cause: a mention, a reply, his own post, a watched thread."""
    watching = Watch.objects.filter(entry=comment.entry)
    muted = set(watching.filter(is_muted=True).values_list("user_id", flat=True))
    causes = [
        (Verb.MENTION, {user.pk for user in rendered.mentioned}),
        (Verb.REPLY, {comment.parent.author_id} - muted if comment.parent else set()),
        (Verb.COMMENT, {comment.entry.author_id} - muted),
        (Verb.THREAD, set(watching.filter(is_muted=False).values_list("user_id", flat=True))),
    ]
    told: set[int] = set()
    for verb, people in causes:
        _notify(comment, verb, people - told)
        told |= people


def _notify(comment: Comment, verb: Verb, to) -> None:
    path = comment.get_absolute_url()
    notify(
        actor=comment.author, verb=verb, entry=comment.entry, to=to, path=path, excerpt=comment.excerpt,
        at=comment.created_at,
    )  # fmt: skip
