"""Keeping tags in order."""

from django.db import transaction
from django.db.models import Subquery

from sns.audit.actions import record
from sns.entries.models import EntryTag, Tag, TagFollow
from sns.people.models import User


@transaction.atomic
def merge_tags(*, actor: User, tag: Tag, into: Tag) -> None:
    """Let every entry and follower of ``tag`` have ``into`` instead; ``tag`` is gone. Texts are not touched."""
    moved = EntryTag.objects.filter(tag=tag)
    moved.exclude(entry__in=Subquery(into.entry_tags.values("entry"))).update(tag=into)
    TagFollow.objects.filter(tag=tag).exclude(user__in=Subquery(into.followers.values("user"))).update(tag=into)
    record(actor=actor, verb="tag.merged", subject=into, data={"from": tag.label})
    tag.delete()  # with the rows of entries and people that had both
