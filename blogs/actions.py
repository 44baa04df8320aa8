"""Writing posts: each function puts a manuscript into its post and hands it to the publishing door."""

import logging
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from blogs.forms import Manuscript
from blogs.models import Category, Post
from sns import publishing
from sns.audit.actions import record
from sns.entries.models import WorkingCopy
from sns.entries.queries import tag_labels
from sns.people.models import User
from sns.spaces.actions import ensure_personal_space
from sns.spaces.queries import may_see

log = logging.getLogger(__name__)


def new_post(*, author: User, submission: UUID | None) -> Post:
    """A post that is not saved yet; ``submission`` is the one-time number of its form."""
    return Post(kind=Post.Kind.POST, author=author, submission=submission)


@transaction.atomic
def keep_draft(*, actor: User, post: Post, manuscript: Manuscript, base_version: int | None = None) -> Post:
    """Save an unpublished post, also one whose time was set: it goes back to being a draft.

    Raises publishing.EditConflict.
    """
    _fill(actor, post, manuscript)
    post.publish_at = None
    return _save_unpublished(actor, post, manuscript, base_version)


@transaction.atomic
def schedule(*, actor: User, post: Post, manuscript: Manuscript, base_version: int | None = None) -> Post:
    """Save a post that ``publish_due`` publishes at ``manuscript.publish_at``. Raises publishing.EditConflict."""
    _fill(actor, post, manuscript)
    post.publish_at = manuscript.publish_at
    return _save_unpublished(actor, post, manuscript, base_version)


@transaction.atomic
def bring_out(*, actor: User, post: Post, manuscript: Manuscript, base_version: int | None = None) -> Post:
    """Publish a post, or save the changed text of a published one. Raises publishing.EditConflict."""
    _fill(actor, post, manuscript)
    text = {"tags": manuscript.tags, "relations": manuscript.relations, "base_version": base_version}
    if post.published_at:
        publishing.revise(actor=actor, entry=post, **text)
    else:
        post.publish_at = None
        publishing.publish(actor=actor, entry=post, **text)
    _shelve(post, manuscript)
    return post


def keep_working_copy(*, actor: User, post: Post, fields: dict, base_version: int) -> WorkingCopy:
    """Keep what an editor has typed so far beside a post that readers already see or that waits for its time."""
    if not publishing.may_edit(actor, post):
        raise PermissionDenied
    copy, _created = WorkingCopy.objects.update_or_create(
        entry_id=post.pk, editor=actor, defaults={"fields": fields, "base_version": base_version}
    )
    return copy


def drop_working_copy(*, actor: User, post: Post) -> None:
    WorkingCopy.objects.filter(entry_id=post.pk, editor=actor).delete()


def publish_due(*, now: datetime | None = None) -> int:
    """Publish every post whose time has come, each in a transaction of its own; returns how many came out.

    Safe to run twice at once: a row that another worker (or its author, saving) holds is left for the next minute.
    """
    now = now or timezone.now()
    published = 0
    while (outcome := _publish_next(now)) is not None:
        published += outcome
    return published


@transaction.atomic
def _publish_next(now: datetime) -> bool | None:
    post = (
        Post.objects.select_for_update(skip_locked=True, of=("self", "entry_ptr"))
        .select_related("author", "space")
        .filter(publish_at__lte=now, published_at__isnull=True, withdrawn_at__isnull=True)
        .order_by("publish_at")
        .first()
    )
    if post is None:
        return None
    post.publish_at = None
    if not may_see(post.author, post.space):
        post.save(update_fields=["publish_at"])
        record(actor=None, verb="post.not_published", subject=post, data={"audience": post.space.name})
        log.warning("post %s stays a draft: its author may no longer write for “%s”", post.pk, post.space)
        return False
    publishing.publish(actor=post.author, entry=post, tags=tag_labels(post))
    return True


def _fill(actor: User, post: Post, manuscript: Manuscript) -> None:
    post.title, post.body, post.flavour = manuscript.title, manuscript.body, manuscript.flavour
    post.space = manuscript.space or ensure_personal_space(user=actor)


def _save_unpublished(actor: User, post: Post, manuscript: Manuscript, base_version: int | None) -> Post:
    if post.published_at:
        raise PermissionDenied  # readers have it: only a revision changes it
    publishing.save_draft(
        actor=actor,
        entry=post,
        tags=manuscript.tags,
        relations=manuscript.relations,
        base_version=base_version,
    )
    _shelve(post, manuscript)
    drop_working_copy(actor=actor, post=post)
    return post


def _shelve(post: Post, manuscript: Manuscript) -> None:
    categories = list(manuscript.categories)
    if manuscript.new_category:
        category, _created = Category.objects.get_or_create(owner_id=post.author_id, name=manuscript.new_category)
        categories.append(category)
    post.categories.set(categories)
