"""Texts whose stored HTML depends on another entry: they show its title, to those who may know it."""

from django.db.models import QuerySet

from sns.discussion.models import Comment
from sns.discussion.searching import sync_search_texts
from sns.entries.models import Entry
from sns.entries.rendering import derive, render
from sns.links.models import EntryLink
from sns.spaces.models import Space


def refresh_comments(*, entry: Entry) -> None:
    """Render the comments below an entry again after it has moved: its audience decides which titles they show,
    and who finds them."""
    sync_search_texts(entry=entry)
    for comment in Comment.objects.filter(entry=entry).select_related("author"):
        comment.entry = entry
        _refresh_comment(comment)


def refresh_mentions(*, entry: Entry) -> None:
    """Render again what links to an entry, after its title or audience has changed or it was withdrawn."""
    _refresh_sources(EntryLink.objects.filter(target=entry))


def refresh_titles_of(*, space: Space) -> None:
    """Render again what links into a space from elsewhere, after the space has opened or closed."""
    _refresh_sources(EntryLink.objects.filter(target__space=space).exclude(source__space=space))


def _refresh_sources(links: QuerySet[EntryLink]) -> None:
    for source in Entry.objects.filter(id__in=links.filter(comment_id=None).values("source_id")).select_related(
        "space", "author"
    ):
        derive(source)
        source.save(update_fields=["body_html"])
    comments = Comment.objects.filter(id__in=links.exclude(comment_id=None).values("comment_id"))
    for comment in comments.select_related("author", "entry__space"):
        _refresh_comment(comment)


def _refresh_comment(comment: Comment) -> None:
    space = comment.entry.space
    rendered = render(comment.body, prefix=f"c{comment.pk}", space=space, author=comment.author)
    comment.body_html = rendered.html
    comment.save(update_fields=["body_html"])
