from communities.models import Community
from sns.people.models import User
from sns.spaces.models import SpaceMember
from sns.spaces.permissions import MODERATING, role_in


def is_member(user: User, community: Community) -> bool:
    return bool(role_in(user, community.pk))


def can_write_in(user: User, community: Community) -> bool:
    """Members publish; an archived community only remembers."""
    return not community.is_archived and is_member(user, community)


def can_manage_community(user: User, community: Community) -> bool:
    """Its owner and moderators answer requests, invite, welcome and keep the description."""
    return role_in(user, community.pk) in MODERATING


def can_own_community(user: User, community: Community) -> bool:
    """Only the owner changes roles and access, hands over and archives."""
    return role_in(user, community.pk) == SpaceMember.Role.OWNER
