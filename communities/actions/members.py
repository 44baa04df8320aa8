"""Who belongs to a community, in which role, and who leaves it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.models import Community, Invitation, JoinRequest, OwnershipOffer
from communities.permissions import can_manage_community, can_own_community, can_remove_member
from sns.audit.actions import record
from sns.notifications.actions import forget_space, notify_about_space
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.actions import add_members, drop_member
from sns.spaces.models import SpaceMember
from sns.spaces.queries import forget_space_ids

Role = SpaceMember.Role


class LastOwner(Exception):
    """The only owner wants to leave: first somebody else takes over."""


@transaction.atomic
def join_community(*, actor: User, community: Community) -> None:
    """Enter an open community; entering twice is entering once."""
    if community.access != Community.Access.OPEN or community.is_archived or not actor.is_active or actor.is_guest:
        raise PermissionDenied
    admit(community=community, users=[actor])


@transaction.atomic
def leave_community(*, actor: User, community: Community) -> None:
    """Go; what one wrote stays. Raises LastOwner."""
    member = hold_member(community, actor)
    if member is None:
        return
    if member.role == Role.OWNER and _owners(community).exclude(user=actor).count() == 0:
        raise LastOwner
    if not community.space.is_open:
        forget_space(space=community.space, people=[actor.pk])
    _let_go(community, actor)


@transaction.atomic
def remove_member(*, actor: User, community: Community, user: User, reason: str) -> None:
    """Part with a member; he is told why."""
    member = hold_member(community, user)
    if member is None:
        return
    if not can_remove_member(actor, community, member):
        raise PermissionDenied
    if not community.space.is_open:
        forget_space(space=community.space, people=[user.pk])
    # While he still belongs to it: afterwards he may not hear of a closed community any more. A secret one's name
    # is not left in his bell.
    said = reason if community.access == Community.Access.SECRET else f"{community.name}: {reason}"
    notify_about_space(
        actor=actor, verb=Verb.REMOVED, space=community.space, to=[user.pk], path="/notifications/", excerpt=said
    )
    _let_go(community, user)
    data = {"user": user.pk, "handle": user.handle, "reason": reason}
    record(actor=actor, verb="community.member_removed", subject=community, data=data)


@transaction.atomic
def add_people(*, actor: User, community: Community, users: Iterable[User]) -> list[int]:
    """Let many people in at once, without asking them; returns the ids of those who were not members yet."""
    if not can_manage_community(actor, community) or community.is_archived:
        raise PermissionDenied
    new = admit(community=community, users=users, by=actor)
    record(actor=actor, verb="community.members_added", subject=community, data={"users": new})
    return new


@transaction.atomic
def set_role(*, actor: User, community: Community, user: User, role: str) -> None:
    """The owner makes a member a moderator or takes it back; ownership is handed over, not given here."""
    member = hold_member(community, user)
    if not can_own_community(actor, community) or role not in (Role.MODERATOR, Role.MEMBER):
        raise PermissionDenied
    if member is None or member.role == Role.OWNER:
        raise PermissionDenied
    if member.role == role:
        return
    _give_role(member, role)
    data = {"user": user.pk, "handle": user.handle, "role": str(role)}
    record(actor=actor, verb="community.role_changed", subject=community, data=data)


@transaction.atomic
def offer_ownership(*, actor: User, community: Community, to: User) -> OwnershipOffer:
    """Ask a member to take over; it becomes his when he accepts. An older open offer is taken back."""
    member = hold_member(community, to)
    if not can_own_community(actor, community) or member is None or to.pk == actor.pk or not to.is_active:
        raise PermissionDenied
    _open_offers(community).update(answered_at=timezone.now())
    offer = OwnershipOffer.objects.create(community=community, to=to, offered_by=actor)
    path = f"{community.get_absolute_url()}ownership/answer/"
    notify_about_space(actor=actor, verb=Verb.OWNERSHIP, space=community.space, to=[to.pk], path=path)
    return offer


@transaction.atomic
def withdraw_offer(*, actor: User, community: Community) -> None:
    if not can_own_community(actor, community):
        raise PermissionDenied
    _open_offers(community).update(answered_at=timezone.now())


@transaction.atomic
def answer_offer(*, actor: User, offer: OwnershipOffer, accept: bool) -> bool:
    """Take over or decline; the owner until now stays as a moderator. False when the offer is no longer open."""
    if offer.to_id != actor.pk:
        raise PermissionDenied
    community = offer.community
    mine, theirs = hold_member(community, actor), hold_member(community, offer.offered_by)
    if not _open_offers(community).filter(pk=offer.pk).update(answered_at=timezone.now(), accepted=accept):
        return False
    if not accept:
        return True
    if mine is None or theirs is None or theirs.role != Role.OWNER:
        return False
    _give_role(theirs, Role.MODERATOR)
    _give_role(mine, Role.OWNER)
    data = {"from": theirs.user.handle, "to": actor.handle}
    record(actor=actor, verb="community.handed_over", subject=community, data=data)
    return True


@transaction.atomic
def appoint_owner(*, actor: User, community: Community, user: User, reason: str) -> None:
    """An administrator names an owner, when nobody is left who could hand the community over."""
    if not actor.is_staff or not user.is_active or user.is_guest:
        raise PermissionDenied
    add_members(space=community.space, user_ids=[user.pk])
    _give_role(hold_member(community, user), Role.OWNER)
    data = {"user": user.pk, "handle": user.handle, "reason": reason}
    record(actor=actor, verb="community.owner_appointed", subject=community, data=data)
    notify_about_space(
        actor=actor, verb=Verb.WELCOME, space=community.space, to=[user.pk], path=community.get_absolute_url(),
        excerpt=reason,
    )  # fmt: skip


def admit(
    *,
    community: Community,
    users: Iterable[User],
    by: User | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> list[int]:
    """Let people in, welcome them and settle what they or others had asked for; returns who is new.

    ``by`` welcomes them; without, the owner does. Callers check that it may be done.
    """
    people = {user.pk: user for user in users}
    new = add_members(space=community.space, user_ids=people, at=at)
    now = timezone.now()
    JoinRequest.objects.filter(community=community, user__in=new, answered_at=None).update(
        answered_at=now, answered_by=by, accepted=True
    )
    Invitation.objects.filter(community=community, user__in=new, answered_at=None).update(
        answered_at=now, accepted=True
    )
    for pk in new:
        forget_space_ids(people[pk])
    host = by or _host(community)
    if tell and host:
        path = community.get_absolute_url()
        notify_about_space(
            actor=host, verb=Verb.WELCOME, space=community.space, to=new, path=path, excerpt=community.welcome
        )
    return new


def hold_member(community: Community, user: User) -> SpaceMember | None:
    """The person's membership, with the community held: two owners do not leave at the same moment."""
    Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
    return SpaceMember.objects.select_related("user").filter(space_id=community.pk, user=user).first()


def managers_of(community: Community) -> list[int]:
    """Ids of its owner and moderators."""
    members = SpaceMember.objects.filter(space_id=community.pk, role__in=(Role.OWNER, Role.MODERATOR))
    return list(members.values_list("user_id", flat=True))


def _host(community: Community) -> User | None:
    owner = _owners(community).order_by("joined_at").first()
    return owner.user if owner else None


def _owners(community: Community):
    owners = SpaceMember.objects.filter(space_id=community.pk, role=Role.OWNER, user__is_active=True)
    return owners.select_related("user")


def _let_go(community: Community, user: User) -> None:
    drop_member(space=community.space, user=user)
    _open_offers(community).filter(to=user).update(answered_at=timezone.now(), accepted=False)


def _give_role(member: SpaceMember, role: str) -> None:
    member.role = role
    member.save(update_fields=["role"])
    forget_space_ids(member.user)


def _open_offers(community: Community):
    return OwnershipOffer.objects.filter(community=community, answered_at=None)
