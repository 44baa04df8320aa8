"""Requests of people who want in, and invitations to people who do not know it yet."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.members import admit, managers_of
from communities.models import Community, Invitation, JoinRequest
from communities.permissions import can_ask_to_join, can_invite, can_manage_community
from sns.notifications.actions import forget_space, notify_about_space
from sns.notifications.models import Verb
from sns.people.models import User


@transaction.atomic
def ask_to_join(*, actor: User, community: Community, message: str) -> JoinRequest:
    """Ask the moderators of a closed community; asking twice is asking once."""
    if not can_ask_to_join(actor, community) or not actor.is_active or actor.is_guest:
        raise PermissionDenied
    request, created = JoinRequest.objects.get_or_create(
        community=community, user=actor, answered_at=None, defaults={"message": message}
    )
    if created:
        path = f"{community.get_absolute_url()}requests/"
        to = managers_of(community)
        notify_about_space(
            actor=actor, verb=Verb.JOIN_REQUEST, space=community.space, to=to, path=path, excerpt=message
        )
    return request


@transaction.atomic
def take_back_request(*, actor: User, community: Community) -> None:
    JoinRequest.objects.filter(community=community, user=actor, answered_at=None).delete()


@transaction.atomic
def answer_request(*, actor: User, request: JoinRequest, accept: bool, answer: str = "") -> bool:
    """Let somebody in or say no, with a few words; False when a colleague has answered already."""
    community = request.community
    if not can_manage_community(actor, community) or (accept and community.is_archived):
        raise PermissionDenied
    waiting = JoinRequest.objects.filter(pk=request.pk, answered_at=None)
    if not waiting.update(answered_at=timezone.now(), answered_by=actor, accepted=accept, answer=answer):
        return False
    if accept:
        admit(community=community, users=[request.user], by=actor)
    path = community.get_absolute_url()
    notify_about_space(
        actor=actor, verb=Verb.JOIN_ANSWER, space=community.space, to=[request.user_id], path=path, excerpt=answer
    )
    return True


@transaction.atomic
def invite(*, actor: User, community: Community, users: Iterable[User], message: str = "") -> list[Invitation]:
    """Ask people in; who belongs to it or is invited already is left alone. Returns the new invitations."""
    if not can_invite(actor, community):
        raise PermissionDenied
    made = []
    members = set(community.space.memberships.values_list("user_id", flat=True))
    for user in users:
        if user.pk in members or not user.is_active or user.is_guest:
            continue
        invitation, created = Invitation.objects.get_or_create(
            community=community, user=user, answered_at=None, defaults={"invited_by": actor, "message": message}
        )
        if created:
            made.append(invitation)
            notify_about_space(
                actor=actor, verb=Verb.INVITATION, space=community.space, to=[user.pk],
                path=f"/communities/invitations/{invitation.pk}/", excerpt=message,
            )  # fmt: skip
    return made


@transaction.atomic
def answer_invitation(*, actor: User, invitation: Invitation, accept: bool) -> bool:
    """Come in or decline; False when the invitation is no longer open."""
    if invitation.user_id != actor.pk or (accept and invitation.community.is_archived):
        raise PermissionDenied
    waiting = Invitation.objects.filter(pk=invitation.pk, answered_at=None)
    if not waiting.update(answered_at=timezone.now(), accepted=accept):
        return False
    community = invitation.community
    if accept:
        admit(community=community, users=[actor])
    elif not community.space.is_open:
        forget_space(space=community.space, people=[actor.pk])
    return True


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    """Take an open invitation back: who sent it may, and who manages the community."""
    community = invitation.community
    if invitation.invited_by_id != actor.pk and not can_manage_community(actor, community):
        raise PermissionDenied
    if Invitation.objects.filter(pk=invitation.pk, answered_at=None).delete()[0]:
        forget_space(space=community.space, people=[invitation.user_id])
