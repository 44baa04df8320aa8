"""Founding, describing, opening and closing, archiving a community."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from communities.models import Category, Community, Invitation, JoinRequest
from communities.permissions import can_manage_community, can_own_community
from sns.audit.actions import record
from sns.core import markup
from sns.discussion.refresh import refresh_titles_of
from sns.entries.models import Tag
from sns.notifications.actions import forget_space
from sns.notifications.models import Notification
from sns.people.models import User
from sns.spaces.actions import add_members
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import forget_space_ids


@dataclass(frozen=True)
class Description:
    """What its founder, and later its owner and moderators, say of a community."""

    name: str
    purpose: str
    access: str = Community.Access.OPEN
    category: Category | None = None
    tags: list[str] = field(default_factory=list)
    charter: str = ""
    welcome: str = ""
    tools: list[str] = field(default_factory=list)


class CommunityConflict(Exception):
    """Somebody has saved the description since the editor read it; ``current`` is what is stored now."""

    def __init__(self, current: Community):
        super().__init__(f"community {current.pk} is at version {current.version}")
        self.current = current


@transaction.atomic
def found_community(
    *, actor: User, description: Description, submission: UUID | None = None, at: datetime | None = None
) -> Community:
    """Make a community whose owner is the actor; the second of two equal forms gets the first's community."""
    if not actor.is_active or actor.is_guest:
        raise PermissionDenied
    if already := _already_founded(actor, submission):
        return already
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name=description.name, is_open=_is_open(description))
    community = Community(space=space, submission=submission, created_at=at or timezone.now())
    _describe(community, description)
    community.save()
    _set_tags(community, description.tags)
    add_members(space=space, user_ids=[actor.pk], role=SpaceMember.Role.OWNER, at=at)
    record(actor=actor, verb="community.founded", subject=community, data={"access": community.access})
    forget_space_ids(actor)
    return community


@transaction.atomic
def edit_community(*, actor: User, community: Community, description: Description, base_version: int) -> Community:
    """Save a changed description; only the owner changes the access.

    Raises CommunityConflict when somebody has saved since ``base_version``.
    """
    stored = Community.objects.select_for_update(of=("self",)).select_related("space").get(pk=community.pk)
    if not can_manage_community(actor, stored):
        raise PermissionDenied
    if description.access != stored.access and not can_own_community(actor, stored):
        raise PermissionDenied
    if stored.version != base_version:
        raise CommunityConflict(stored)
    before = stored.access
    _describe(stored, description)
    stored.version = F("version") + 1
    stored.save()
    stored.refresh_from_db(fields=["version"])
    _set_tags(stored, description.tags)
    Space.objects.filter(pk=stored.pk).update(name=description.name)
    stored.space.name = description.name
    record(actor=actor, verb="community.changed", subject=stored)
    if stored.access != before:
        _change_access(actor, stored, before)
    if stored.access == Community.Access.SECRET:
        _forget_outsiders(stored)
    return stored


@transaction.atomic
def set_archived(*, actor: User, community: Community, on: bool, at: datetime | None = None) -> None:
    """Make a community read-only and still found, or let it live again."""
    if not can_own_community(actor, community):
        raise PermissionDenied
    if not Space.objects.filter(pk=community.pk, is_archived=not on).update(is_archived=on):
        return
    community.archived_at = (at or timezone.now()) if on else None
    community.archived_by = actor if on else None
    community.save(update_fields=["archived_at", "archived_by"])
    community.space.is_archived = on
    record(actor=actor, verb="community.archived" if on else "community.unarchived", subject=community)


def _already_founded(actor: User, submission: UUID | None) -> Community | None:
    if submission is None:
        return None
    # Held until the end of the transaction: the second click waits here for the first to be saved.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])
    return Community.objects.select_related("space").of_member(actor).filter(submission=submission).first()


def _is_open(description: Description) -> bool:
    return description.access == Community.Access.OPEN


def _describe(community: Community, description: Description) -> None:
    community.purpose, community.welcome = description.purpose, description.welcome
    community.access, community.category = description.access, description.category
    community.tools = [tool for tool in Community.Tool.values if tool in description.tools]
    community.charter = description.charter
    # No titles of other entries: nothing would take one away again when it is withdrawn or moved.
    community.charter_html = markup.parse(description.charter).render(prefix="charter") if description.charter else ""


def _set_tags(community: Community, names: Iterable[str]) -> None:
    labels = {Tag.fold(name): name.strip().lstrip("#＃")[:50] for name in names if Tag.fold(name)}
    Tag.objects.bulk_create([Tag(name=name, label=label) for name, label in labels.items()], ignore_conflicts=True)
    community.tags.set(Tag.objects.filter(name__in=labels))


def _forget_outsiders(community: Community) -> None:
    """Nobody outside reads its name, or a new one, in what he was told once; but for those who are invited."""
    told = Notification.objects.filter(space=community.space).exclude(user__memberships__space=community.space)
    invited = Invitation.objects.filter(community=community, answered_at=None).values("user_id")
    people = told.exclude(user_id__in=invited).values_list("user_id", flat=True)
    forget_space(space=community.space, people=list(people))


def _change_access(actor: User, community: Community, before: str) -> None:
    """Who may see the space has changed: so does what other texts may say of it, and who may wait for an answer."""
    space = community.space
    space.is_open = community.access == Community.Access.OPEN
    space.save(update_fields=["is_open"])
    refresh_titles_of(space=space)
    if community.access == Community.Access.SECRET:
        waiting = JoinRequest.objects.filter(community=community, answered_at=None)
        waiting.update(answered_at=timezone.now(), answered_by=actor, accepted=False)
    data = {"from": str(before), "to": str(community.access)}
    record(actor=actor, verb="community.access_changed", subject=community, data=data)
    forget_space_ids(actor)
