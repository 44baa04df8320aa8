"""Inviting colleagues by mail, and what becomes of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sns.audit.actions import record
from sns.people.actions import add_person, post_to_unit
from sns.people.invitation_links import hash_of
from sns.people.models import Invitation, OrgUnit, User
from sns.people.models.invitation import two_weeks_from_now
from sns.people.tasks import send_invitation

# "Name <address>", "name, address" on a line of its own, or bare addresses with any separator.
_ADDRESS = re.compile(r"<?([^\s<>,;、，；\t\"']+@[^\s<>,;、，；\t\"']+)>?")
_EDGES = " \t,;、，；\"'"


@dataclass(frozen=True)
class Invitee:
    email: str
    name: str = ""


@dataclass
class Outcome:
    """Who was invited, and who was not because he is here already or has left."""

    invited: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_invitees(text: str) -> tuple[list[Invitee], list[str]]:
    """Read a pasted list; returns the people, each address once, and the pieces that are no address."""
    people: dict[str, Invitee] = {}
    bad: list[str] = []
    for line in filter(None, (line.strip(_EDGES) for line in text.splitlines())):
        found, unread = _read_line(line)
        bad += unread
        for person in found:
            people.setdefault(person.email, person)
    return list(people.values()), bad


def _read_line(line: str) -> tuple[list[Invitee], list[str]]:
    addresses = _ADDRESS.findall(line)
    if not addresses:
        return [], [line]
    name = _ADDRESS.sub("", line).strip(_EDGES) if len(addresses) == 1 else ""
    good = [address.lower() for address in addresses if _is_address(address)]
    return [Invitee(address, name[:100]) for address in good], [a for a in addresses if not _is_address(a)]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


@transaction.atomic
def invite(*, actor: User, people: Iterable[Invitee], unit: OrgUnit | None = None, language: str = "ja") -> Outcome:
    """Invite people by mail; somebody of the staff list who has no password yet chooses it this way."""
    people = list(people)
    known = {user.email: user for user in User.objects.filter(email__in=[person.email for person in people])}
    outcome = Outcome()
    for person in people:
        user = known.get(person.email)
        if user and not user.is_active:
            outcome.left.append(person.email)
        elif user and user.has_usable_password():
            outcome.here.append(person.email)
        else:
            _invite(actor, person, unit, user.language if user else language)
            outcome.invited.append(person.email)
    return outcome


def _invite(actor: User, person: Invitee, unit: OrgUnit | None, language: str) -> None:
    invitation, _created = Invitation.objects.update_or_create(
        email=person.email,
        defaults={"name": person.name, "unit": unit, "language": language, "invited_by": actor, "accepted_at": None},
        create_defaults={
            "name": person.name,
            "unit": unit,
            "language": language,
            "invited_by": actor,
            "secret_hash": hash_of(person.email),  # no link opens it: a secret is never an address
        },
    )
    record(actor=actor, verb="person.invited", subject=invitation)
    send_again(invitation=invitation)


@transaction.atomic
def send_again(*, invitation: Invitation) -> None:
    """Mail a new link for another two weeks; the old one stops working."""
    invitation.sent_at, invitation.expires_at = timezone.now(), two_weeks_from_now()
    invitation.save(update_fields=["sent_at", "expires_at"])
    send_invitation.defer(invitation_id=invitation.pk)


@transaction.atomic
def send_all_again() -> int:
    """Mail everybody who has not answered; returns how many."""
    invitations = list(Invitation.objects.unanswered())
    for invitation in invitations:
        send_again(invitation=invitation)
    return len(invitations)


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    record(actor=actor, verb="person.invitation_withdrawn", subject=invitation)
    invitation.delete()


class InvitationClosed(Exception):
    """Accepted, withdrawn or expired in the meantime."""


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, reading: str, password: str, language: str) -> User:
    """Make the person, or give somebody of the staff list his password. Raises InvitationClosed."""
    invitation = Invitation.objects.open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if invitation is None:
        raise InvitationClosed
    user = User.objects.filter(email=invitation.email).first()
    if user:
        _complete(user, reading, password, language)
    else:
        user = add_person(
            actor=None, name=name, email=invitation.email, password=password, reading=reading, language=language
        )
    if invitation.unit and not user.postings.current().exists():
        post_to_unit(actor=invitation.invited_by, user=user, unit=invitation.unit)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(actor=user, verb="person.joined", subject=user, data={"invited_by": str(invitation.invited_by)})
    return user


def _complete(user: User, reading: str, password: str, language: str) -> None:
    if not user.is_active or user.has_usable_password():
        raise InvitationClosed
    user.reading, user.language = reading or user.reading, language
    user.set_password(password)
    user.save(update_fields=["reading", "language", "password"])
