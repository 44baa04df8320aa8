from sns.people.models import User
from sns.spaces.models import Space, SpaceMember

MODERATING = (SpaceMember.Role.OWNER, SpaceMember.Role.MODERATOR)


def role_in(user: User, space_id: int) -> str:
    """The person's role in a space ("" for none); read once per request for each space."""
    roles = user.__dict__.setdefault("_roles", {})
    if space_id not in roles:
        row = SpaceMember.objects.filter(space_id=space_id, user_id=user.pk).values_list("role", flat=True).first()
        roles[space_id] = row or ""
    return roles[space_id]


def remember_role(user: User, space_id: int, role: str) -> None:
    """Spare the question: somebody has just read the role together with something else."""
    user.__dict__.setdefault("_roles", {})[space_id] = role


def can_moderate(user: User, space: Space) -> bool:
    """Owners and moderators of a community look after what is written in it; administrators after everything.

    In a personal space there is nobody to moderate, and units are led by their people: only communities and groups
    have moderators.
    """
    if user.is_staff:
        return True
    return space.kind in (Space.Kind.COMMUNITY, Space.Kind.GROUP) and role_in(user, space.pk) in MODERATING
