"""A person's blog as records, for the writers of archives."""

from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.utils import timezone, translation

from blogs.archives.actions import OWN_PREFIX, site_name
from blogs.exporters.markdown_zip import markdown_zip
from blogs.exporters.movable_type import write_movable_type
from blogs.importers.records import ImportedComment, ImportedEntry, ImportedImage
from blogs.models import Post
from sns.discussion.models import Comment
from sns.entries.models import Upload
from sns.people.models import User
from sns.spaces.models import Space

AT_A_TIME = 50


def blog_entries(owner: User) -> Iterator[ImportedEntry]:
    """All posts of the person, drafts and scheduled ones included, trash not; oldest first, a few at a time."""
    numbers = list(
        Post.objects.filter(author=owner, withdrawn_at__isnull=True)
        .order_by("published_at", "publish_at", "id")
        .values_list("id", flat=True)
    )
    for start in range(0, len(numbers), AT_A_TIME):
        wanted = numbers[start : start + AT_A_TIME]
        posts = Post.objects.select_related("space", "author").prefetch_related(
            "categories", "old_urls", "entry_tags__tag", "entry_uploads__upload"
        )
        found = posts.in_bulk(wanted)
        comments = _comments(wanted)
        for number in wanted:
            if number in found:
                yield _entry(found[number], comments.get(number, []))


def movable_type_export(owner: User) -> Iterator[str]:
    """The blog in the Movable Type export format, piece by piece."""
    return write_movable_type(blog_entries(owner), tz=timezone.get_default_timezone())


def markdown_export(owner: User) -> Iterator[bytes]:
    """The blog as a zip of Markdown files and pictures, piece by piece."""
    # Pieces are made while the answer is sent, when the reader's language is no longer set.
    with translation.override(owner.language):
        yield from markdown_zip(
            owner.name, blog_entries(owner), read_image=_Files(owner).open, tz=timezone.get_default_timezone()
        )


class _Files:
    """Opens the files of a text by their address, as its owner may."""

    def __init__(self, owner: User):
        self.owner = owner

    def open(self, url: str) -> tuple[str, IO[bytes]] | None:
        """Name and content; a picture in its largest width. None when there is no such file."""
        token = url.removeprefix("/files/").strip("/")
        upload = Upload.objects.visible_to(self.owner).filter(token=token).first()
        if upload is None:
            return None
        variant = f"{max(upload.widths)}.webp" if upload.is_image else "file"
        name = f"{upload.name.rpartition('.')[0] or upload.name}.webp" if upload.is_image else upload.name
        path = upload.path(variant)
        return (name, default_storage.open(path)) if default_storage.exists(path) else None


def _entry(post: Post, comments: list[Comment]) -> ImportedEntry:
    moment = post.published_at or post.publish_at or post.created_at
    shown = {comment.pk for comment in comments}
    extra = {"audience": post.space.name, "flavour": post.flavour}
    return ImportedEntry(
        source_key=post.source_key or f"{OWN_PREFIX}:{site_name()}:{post.pk}",
        title=post.title,
        author=post.author.name,
        author_email=post.author.email or "",
        published_at=moment.replace(microsecond=0),
        status=_status(post),
        body_markdown=post.body,
        categories=[category.name for category in post.categories.all()],
        tags=sorted(row.tag.label for row in post.entry_tags.all()),
        comments=[_comment(comment, shown) for comment in comments],
        images=[
            ImportedImage(use.upload.get_absolute_url(), title=use.upload.name) for use in post.entry_uploads.all()
        ],
        old_urls=[old.path for old in post.old_urls.all()],
        extra={key: value for key, value in extra.items() if value},
    )


def _image(upload: Upload) -> ImportedImage:
    return ImportedImage(upload.get_absolute_url(), title=upload.name)


def _status(post: Post) -> str:
    if post.published_at is None:
        return "future" if post.publish_at else "draft"
    return "private" if post.space.kind == Space.Kind.PERSONAL else "publish"


def _comment(comment: Comment, shown: set[int]) -> ImportedComment:
    """A comment with its author's name only: addresses of colleagues do not leave with somebody's blog."""
    origins = {Comment.Origin.PINGBACK: "pingback", Comment.Origin.TRACKBACK: "trackback"}
    return ImportedComment(
        key=str(comment.pk),
        parent_key=str(comment.parent_id) if comment.parent_id in shown else None,
        author=comment.author.name,
        url=comment.source_url,
        at=comment.created_at.replace(microsecond=0),
        body_markdown=comment.body,
        kind=origins.get(comment.origin, "comment"),
    )


def _comments(numbers: list[int]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    rows = Comment.objects.filter(entry_id__in=numbers, removed_at=None).select_related("author")
    for comment in rows.order_by("id"):
        found.setdefault(comment.entry_id, []).append(comment)
    return found
