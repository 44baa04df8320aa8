from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from sns.audit.models import AuditEvent


def record(
    *, actor: Model | None, verb: str, subject: Model, data: dict[str, Any] | None = None, space_id: int | None = None
) -> AuditEvent:
    """Append one act to the audit record; ``actor`` is None for acts of the system itself.

    ``space_id`` says where it happened when the subject has no ``space_id`` of its own.
    """
    event = _event(actor, verb, subject, data)
    event.space_id = space_id or event.space_id
    event.save()
    return event


def record_all(*, actor: Model | None, verb: str, subjects: Iterable[tuple[Model, dict[str, Any]]]) -> None:
    """Append the same act on many subjects, each with its details, in one go."""
    AuditEvent.objects.bulk_create([_event(actor, verb, subject, data) for subject, data in subjects], batch_size=1000)


def _event(actor: Model | None, verb: str, subject: Model, data: dict[str, Any] | None) -> AuditEvent:
    return AuditEvent(
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:150] if actor else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:250],
        space_id=getattr(subject, "space_id", None),
        data=data or {},
    )
