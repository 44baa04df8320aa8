"""Setting right what is known of people and units; who may is the caller's business."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sns.audit.actions import record
from sns.people.actions import place_unit, refuse_last_administrator, sync_administrator
from sns.people.models import OrgUnit, Posting, RoleTerm, User


@transaction.atomic
def change_person(*, actor: User, user: User, fields: dict[str, Any]) -> None:
    """Save new values of some fields of a person; the record keeps their names, not the values."""
    if not fields:
        return
    skills = fields.pop("skills", None)
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=[*fields])
    if skills is not None:
        user.skills.set(skills)
    changed = sorted([*fields, *(["skills"] if skills is not None else [])])
    record(actor=actor, verb="person.changed", subject=user, data={"fields": changed})


@transaction.atomic
def change_unit(*, actor: User, unit: OrgUnit, fields: dict[str, Any]) -> None:
    """Rename, move or close a unit; a move takes everything below it along.

    Callers above this app let ``sync_unit_spaces`` follow.
    """
    if not fields:
        return
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save()
    if "parent" in fields:
        place_unit(unit=unit)
    data = {name: str(value) if value is not None else "" for name, value in fields.items()}
    record(actor=actor, verb="unit.changed", subject=unit, data=data)


@transaction.atomic
def change_posting(*, actor: User, posting: Posting) -> None:
    """Save a corrected posting. Callers above this app let ``sync_unit_spaces`` follow."""
    posting.full_clean()
    posting.save()
    record(actor=actor, verb="person.posting_changed", subject=posting.user, data=_as_data(posting))


@transaction.atomic
def remove_posting(*, actor: User, posting: Posting) -> None:
    """Strike out a posting that never was. Callers above this app let ``sync_unit_spaces`` follow."""
    record(actor=actor, verb="person.posting_removed", subject=posting.user, data=_as_data(posting))
    posting.delete()


def _as_data(posting: Posting) -> dict[str, str]:
    until = posting.until.isoformat() if posting.until else ""
    return {
        "unit": posting.unit.name, "title": posting.title, "since": posting.since.isoformat(), "until": until,
    }  # fmt: skip


@transaction.atomic
def limit_role(*, actor: User, term: RoleTerm, until: date | None) -> None:
    """Set the last day of a role (None: open). Raises LastAdministrator when that day is over."""
    today = timezone.localdate()
    if term.role == RoleTerm.Role.ADMINISTRATOR and until is not None and until < today and term.user.is_staff:
        refuse_last_administrator(term.user)
    term.until = until
    term.full_clean()
    term.save(update_fields=["until"])
    sync_administrator(user=term.user)
    data = {"role": term.role, "until": until.isoformat() if until else ""}
    record(actor=actor, verb="role.limited", subject=term.user, data=data)
