from django.core.exceptions import PermissionDenied
from django.http import Http404

from communities.models import Community
from communities.permissions import can_write_in
from sns.people.models import User
from sns.spaces.queries import may_see


def get_listed_community(user: User, pk: int) -> Community:
    """A community whose existence the person may know of, readable or not; 404 otherwise."""
    try:
        return Community.objects.listed_for(user).select_related("space", "category").get(pk=pk)
    except Community.DoesNotExist:
        raise Http404 from None


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
