"""Leaving some kinds of mail with one click, without log-in: the address carries a signature."""

from collections.abc import Iterable

from django.core import signing
from django.db import transaction
from django.urls import reverse

from sns.notifications.models import MailTimes, Verb
from sns.notifications.wishes import set_mail, set_times, times_of, wants_mail
from sns.people.models import User

_SALT = "notifications.unsubscribe"
DIGEST = "digest"  # stands among the events for the summary


def unsubscribe_path(user: User, *kinds: str) -> str:
    """The address that stops these kinds of mail (events, or ``DIGEST``)."""
    token = signing.dumps([user.pk, ",".join(sorted(str(kind) for kind in kinds))], salt=_SALT)
    return reverse("unsubscribe", args=[token])


def read_token(token: str) -> tuple[User, list[str]] | None:
    """The person and the kinds of mail an address was made for; None for one that we did not sign."""
    try:
        user_id, kinds = signing.loads(token, salt=_SALT)
        return User.objects.get(pk=user_id), [kind if kind == DIGEST else Verb(kind) for kind in kinds.split(",")]
    except (signing.BadSignature, User.DoesNotExist, ValueError):
        return None


@transaction.atomic
def stop_mail(*, user: User, kinds: Iterable[str]) -> list[str]:
    """Switch kinds of mail off; returns those that were on, for whoever wants them back."""
    wanted = wants_mail(user)
    stopped = [str(kind) for kind in kinds if kind != DIGEST and wanted[kind]]
    for kind in stopped:
        set_mail(user=user, verb=Verb(kind), on=False)
    times = times_of(user)
    if DIGEST in kinds and times.digest != MailTimes.Frequency.OFF:
        stopped.append(f"{DIGEST}:{times.digest}")
        times.digest = MailTimes.Frequency.OFF
        set_times(times=times)
    return stopped


@transaction.atomic
def resume_mail(*, user: User, kinds: Iterable[str], stopped: Iterable[str]) -> None:
    """Switch back on what ``stop_mail`` returned, as far as it is among ``kinds``."""
    for name in stopped:
        kind, _, frequency = name.partition(":")
        if kind == DIGEST and DIGEST in kinds and frequency in MailTimes.Frequency.values:
            times = times_of(user)
            times.digest = frequency
            set_times(times=times)
        elif kind in Verb.values and Verb(kind) in kinds:
            set_mail(user=user, verb=Verb(kind), on=True)
