"""One post for one reader: who may get it, and everything its page shows, in a fixed number of queries."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from blogs.models import Post
from sns.core import markup
from sns.entries.models import Entry, Tag
from sns.entries.models.entry import BODY_MAX
from sns.entries.queries import tag_labels
from sns.links.models import EntryLink
from sns.people.models import User
from sns.spaces.queries import space_ids


def get_editable_post(user: User, pk: int) -> Post:
    """The person's own post, draft or published: 403 for one he may only read, 404 for the rest and the trash."""
    post = Post.objects.select_related("author", "space").filter(pk=pk, withdrawn_at__isnull=True).first()
    if post is None:
        raise Http404
    if post.author_id == user.pk:
        return post
    if post.is_live and post.space_id in space_ids(user):
        raise PermissionDenied
    raise Http404


def get_trashed_post(user: User, pk: int) -> Post:
    """A post that the person has put into the trash himself, or 404."""
    post = Post.objects.trash_of(user).select_related("author", "space").filter(pk=pk).first()
    if post is None:
        raise Http404
    return post


def find_submission(user: User, submission: str | None) -> Post | None:
    """The person's post that a form with this one-time number has already made."""
    try:
        number = UUID(submission or "")
    except ValueError:
        return None
    found = Post.objects.select_related("author", "space")
    return found.filter(submission=number, author=user, withdrawn_at__isnull=True).first()


def same_text(entry: Entry, manuscript) -> bool:
    """Whether title, text and tags are already stored like that: then a second saving is no conflict."""
    if (entry.title, entry.body) != (manuscript.title, manuscript.body):
        return False
    wanted = {Tag.fold(name) for name in [*manuscript.tags, *markup.parse(manuscript.body).tags]}
    return wanted == {Tag.fold(label) for label in tag_labels(entry)}


LINKED_MAX = 20


def linked_entries(user: User, body: str, own_hosts) -> list[tuple[int, str]]:
    """(id, title) of the entries that a text links to and the writer may read, in the order of the text."""
    ids = markup.parse(body[:BODY_MAX], own_hosts=own_hosts).entry_ids[:LINKED_MAX]
    if not ids:
        return []
    titles = {entry.pk: str(entry) for entry in Entry.objects.visible_to(user).filter(pk__in=ids)}
    return [(pk, titles[pk]) for pk in ids if pk in titles]


def relations_of(post: Post) -> dict[int, str]:
    """How the post's text relates to each entry it links to."""
    links = EntryLink.objects.filter(source_id=post.pk, comment_id=None)
    return dict(links.values_list("target_id", "relation"))


def drafts(user: User):
    """The person's unpublished posts: those with a time first, then the last written."""
    return Post.objects.drafts_of(user).select_related("space").order_by("publish_at", "-updated_at")


def trash(user: User):
    """Everything the person has thrown away, whatever its kind: there is one trash."""
    return Entry.objects.trash_of(user).select_related("space").order_by("-withdrawn_at")


def may_publish_there(user: User, post: Post) -> bool:
    """Whether the author still belongs to the audience his draft was meant for."""
    return post.space_id in space_ids(user)
