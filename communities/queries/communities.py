from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from communities.models import Community, JoinRequest
from communities.permissions import can_write_in
from sns.notifications.wishes import level_column
from sns.people.models import User
from sns.spaces.models import SpaceMember
from sns.spaces.permissions import remember_role
from sns.spaces.queries import may_see


def get_listed_community(user: User, pk: int) -> Community:
    """A community whose existence the person may know of, readable or not; 404 otherwise.

    Brings his role along, for which every page asks, how many wait for an answer (``waiting_count``) and how closely
    he follows it (``level``).
    """
    role = SpaceMember.objects.filter(space=OuterRef("pk"), user_id=user.pk).values("role")
    waiting = JoinRequest.objects.filter(community=OuterRef("pk"), answered_at=None, user__is_active=True)
    number = waiting.order_by().values("community").annotate(n=Count("*")).values("n")
    listed = Community.objects.listed_for(user).select_related("space", "category")
    listed = listed.annotate(my_role=Subquery(role), waiting_count=Coalesce(Subquery(number), 0))
    found = listed.annotate(level=level_column(user)).filter(pk=pk).first()
    if found is None:
        raise Http404
    remember_role(user, pk, found.my_role or "")
    return found


def get_visible_community(user: User, pk: int) -> Community:
    """A community whose entries the person may read: 403 for a closed one he knows of, 404 otherwise."""
    community = get_listed_community(user, pk)
    if not may_see(user, community.space):
        raise PermissionDenied
    return community


def require_tool(community: Community, tool: str) -> None:
    """404 for the pages of a tool (``Community.Tool``) that the community has not switched on."""
    if tool not in community.tools:
        raise Http404


def get_writable_community(user: User, pk: int) -> Community:
    """A community in which the person may publish; 403 for one he may only look at, 404 otherwise."""
    community = get_visible_community(user, pk)
    if not can_write_in(user, community):
        raise PermissionDenied
    return community
