from communities.models import Community
from sns.people.models import OrgUnit, RoleTerm, User
from sns.spaces.models import Space, SpaceMember
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


def can_invite(user: User, community: Community) -> bool:
    """Members bring others into an open community; into a closed or secret one its moderators do."""
    if community.is_archived:
        return False
    return (
        is_member(user, community)
        if community.access == Community.Access.OPEN
        else can_manage_community(user, community)
    )


def can_ask_to_join(user: User, community: Community) -> bool:
    return community.access == Community.Access.CLOSED and not community.is_archived and not is_member(user, community)


def can_remove_member(user: User, community: Community, member: SpaceMember) -> bool:
    """Moderators part with members, the owner with moderators too; nobody with the owner or with himself."""
    if member.user_id == user.pk or member.role == SpaceMember.Role.OWNER:
        return False
    if member.role == SpaceMember.Role.MODERATOR:
        return can_own_community(user, community)
    return can_manage_community(user, community)


_LEADS_COMPANY = frozenset({(RoleTerm.Role.EXECUTIVE, None), (RoleTerm.Role.ADMINISTRATOR, None)})
_LEADS_UNIT = frozenset({RoleTerm.Role.LEADER, RoleTerm.Role.EXECUTIVE, RoleTerm.Role.ADMINISTRATOR})


def can_notify(user: User, space: Space) -> bool:
    """Who may ask everybody of a space to read something and to confirm it.

    The company: executives and administrators without a unit. A unit: they, and whoever holds a role for the unit or
    one above it, each as far as he belongs to it (he could not read his own notice otherwise). A community: its owner
    and moderators, unless it is archived. Nobody in groups and personal spaces.
    """
    if space.is_archived:
        return False
    if space.kind == Space.Kind.COMPANY:
        return not _LEADS_COMPANY.isdisjoint(user.current_roles)
    if space.kind == Space.Kind.UNIT:
        return bool(role_in(user, space.pk)) and _leads_unit(user, space.unit)
    return space.kind == Space.Kind.COMMUNITY and role_in(user, space.pk) in MODERATING


def _leads_unit(user: User, unit: OrgUnit) -> bool:
    above = {int(pk) for pk in unit.path.strip("/").split("/")}
    if not _LEADS_COMPANY.isdisjoint(user.current_roles):
        return True
    return any(role in _LEADS_UNIT and unit_id in above for role, unit_id in user.current_roles)
