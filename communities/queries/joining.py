"""Requests and invitations as the pages find them."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Community, Invitation, JoinRequest, OwnershipOffer
from communities.permissions import can_manage_community
from communities.queries.communities import get_listed_community
from sns.people.models import User
from sns.spaces.models import SpaceMember

ANSWERED_SHOWN = 20


def get_managed_community(user: User, pk: int) -> Community:
    """A community that the person looks after: 403 for one he only knows of, 404 otherwise."""
    community = get_listed_community(user, pk)
    if not can_manage_community(user, community):
        raise PermissionDenied
    return community


def get_member(community: Community, user_id: int) -> SpaceMember:
    members = SpaceMember.objects.select_related("user", "space")
    return get_object_or_404(members, space_id=community.pk, user_id=user_id)


def get_invitation(user: User, pk: int) -> Invitation:
    """An open invitation of the person himself; 404 for everybody else and when it is answered or taken back."""
    invitations = Invitation.objects.select_related("community__space", "invited_by")
    invitation = invitations.filter(pk=pk, user=user, answered_at=None).first()
    if invitation is None:
        raise Http404
    return invitation


def get_offer(user: User, community: Community) -> OwnershipOffer:
    """The open offer that the person has to answer, or 404."""
    offers = OwnershipOffer.objects.select_related("community__space", "offered_by")
    offer = offers.filter(community=community, to=user, answered_at=None).first()
    if offer is None:
        raise Http404
    return offer


def waiting_requests(community: Community) -> QuerySet[JoinRequest]:
    """Nobody has answered them yet; the longest waiting first."""
    waiting = JoinRequest.objects.filter(community=community, answered_at=None, user__is_active=True)
    return waiting.select_related("user").order_by("created_at")


def answered_requests(community: Community) -> QuerySet[JoinRequest]:
    answered = JoinRequest.objects.filter(community=community, answered_at__isnull=False)
    return answered.select_related("user", "answered_by").order_by("-answered_at")[:ANSWERED_SHOWN]


def waiting_invitations(community: Community) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(community=community, answered_at=None)
    return waiting.select_related("user", "invited_by").order_by("-created_at")


def own_request(user: User, community: Community) -> JoinRequest | None:
    """The person's newest request, answered or not."""
    return JoinRequest.objects.filter(community=community, user=user).order_by("-created_at").first()


def handles_inside(community: Community, handles: Iterable[str]) -> set[str]:
    """Those of the handles whose people belong to the community already."""
    members = SpaceMember.objects.filter(space_id=community.pk, user__handle__in=handles)
    return set(members.values_list("user__handle", flat=True))
