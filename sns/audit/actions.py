from typing import Any

from django.db.models import Model

from sns.audit.models import AuditEvent


def record(
    *, actor: Model | None, verb: str, subject: Model, data: dict[str, Any] | None = None
) -> AuditEvent:
    """Append one act to the audit record; ``actor`` is None for acts of the system itself."""
    return AuditEvent.objects.create(
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:150] if actor else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:250],
        data=data or {},
    )
