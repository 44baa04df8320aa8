"""Making the company and joining it, with what follows in the other apps."""

from django.db import connection, transaction

from sns.people.actions import add_person, give_role
from sns.people.invitations import accept_invitation
from sns.people.models import Invitation, RoleTerm, User
from sns.people.setup import is_set_up
from sns.spaces.actions import ensure_company_space, sync_unit_spaces

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


@transaction.atomic
def join(*, invitation: Invitation, name: str, reading: str, password: str, language: str) -> User:
    """Accept an invitation and enter the spaces of the unit. Raises InvitationClosed."""
    user = accept_invitation(invitation=invitation, name=name, reading=reading, password=password, language=language)
    sync_unit_spaces()
    return user
