"""Who can be tried out in the demo company, and with which password."""

from django.conf import settings

from sns.ops.demo import content
from sns.people.models import RoleTerm, User

PASSWORD = "engawa-demo"  # no secret: printed on the console, only for the invented company

KINDS = {
    RoleTerm.Role.EXECUTIVE: "executive",
    RoleTerm.Role.ADMINISTRATOR: "administrator",
    RoleTerm.Role.LEADER: "promotion leader",
}


def is_loaded() -> bool:
    """Is this database the demo company?"""
    return len(_people()) == len(content.company().logins)


def lines() -> list[str]:
    """What to print: one line per log-in, and how the administrator gets in."""
    people = _people()
    rows = [people[handle] for handle in content.company().logins]
    width = max(len(user.email) for user in rows)
    return [
        f"Demo log-ins at {settings.PUBLIC_URL}/accounts/login/ (password of all: {PASSWORD})",
        *(f"  {user.email:<{width}}  {_kind(user):<17} {user.name}" for user in rows),
        "  The administrator is asked to set up a second factor at the first log-in.",
    ]


def _people() -> dict[str, User]:
    company = content.company()
    emails = [f"{handle}@{company.domain}" for handle in company.logins]
    return {user.handle: user for user in User.objects.filter(email__in=emails)}


def _kind(user: User) -> str:
    return next((words for role, words in KINDS.items() if user.has_role(role)), "employee")
