"""Leaving one kind of mail with one click, without log-in: the address carries a signature."""

from django.core import signing
from django.urls import reverse

from sns.notifications.models import Verb
from sns.people.models import User

_SALT = "notifications.unsubscribe"


def unsubscribe_path(user: User, verb: Verb) -> str:
    token = signing.dumps([user.pk, str(verb)], salt=_SALT)
    return reverse("unsubscribe", args=[token])


def read_token(token: str) -> tuple[User, Verb] | None:
    """The person and the event an address was made for; None for one that we did not sign."""
    try:
        user_id, verb = signing.loads(token, salt=_SALT)
        return User.objects.get(pk=user_id), Verb(verb)
    except (signing.BadSignature, User.DoesNotExist, ValueError):
        return None
