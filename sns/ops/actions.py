"""Making the company."""

from django.db import connection, transaction

from sns.people.actions import add_person, give_role
from sns.people.models import RoleTerm, User
from sns.people.setup import is_set_up
from sns.spaces.actions import ensure_company_space

SETUP_LOCK = 0x656E6762


class AlreadySetUp(Exception):
    """Somebody else was faster."""


@transaction.atomic
def set_up(*, company: str, name: str, email: str, password: str, language: str) -> User:
    """Make the company and its first administrator; of two at the same time the second gets AlreadySetUp."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    if is_set_up():
        raise AlreadySetUp
    space = ensure_company_space(name=company)
    if space.name != company:  # made by an import before the first visit
        space.name = company
        space.save(update_fields=["name"])
    user = add_person(actor=None, name=name, email=email, password=password, language=language)
    give_role(actor=None, user=user, role=RoleTerm.Role.ADMINISTRATOR)
    return user
