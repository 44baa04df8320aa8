"""Inviting people by mail: who may still come, and what the link in the mail proves."""

import hashlib
import secrets

from sns.people.models import Invitation


def new_secret(invitation: Invitation) -> str:
    """Give the invitation a new secret, of which only the hash is kept, and return it."""
    secret = secrets.token_urlsafe(24)
    invitation.secret_hash = hash_of(secret)
    invitation.save(update_fields=["secret_hash"])
    return secret


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation a link belongs to, whatever its state."""
    return Invitation.objects.select_related("invited_by", "unit").filter(secret_hash=hash_of(secret)).first()
