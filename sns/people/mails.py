"""The letters about one's account, in the language of who gets them, as HTML and as text."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sns.core.formats import datetime_text
from sns.people.models import Invitation, User


@dataclass(frozen=True)
class Letter:
    """What stands in a mail: paragraphs, one link as a button, and small print."""

    subject: str
    paragraphs: list[str]
    link: str = ""
    label: str = ""
    small_print: list[str] = field(default_factory=list)

    def send(self, to: str) -> None:
        context = {"letter": self, "address": settings.PUBLIC_URL}
        mail = EmailMultiAlternatives(self.subject, self.text(), to=[to])
        mail.attach_alternative(render_to_string("people/mail/letter.html", context), "text/html")
        mail.send()

    def text(self) -> str:
        link = [f"{self.label}\n{self.link}"] if self.link else []
        return "\n\n".join([*self.paragraphs, *link, *self.small_print, f"-- \nEngawa  {settings.PUBLIC_URL}/"]) + "\n"


@contextmanager
def _reading(user: User) -> Iterator[None]:
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        yield


def send_password_reset_to(user: User) -> None:
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    with _reading(user):
        Letter(
            subject=_("Choose a new password for Engawa"),
            paragraphs=[
                _("Hello %(name)s,") % {"name": user.name},
                _("somebody, probably you, asked for a new password. This link lets you choose one:"),
            ],
            link=settings.PUBLIC_URL + path,
            label=_("Choose a new password"),
            small_print=[_("The link works once, for three days. If it was not you, you need not do anything.")],
        ).send(user.email)


def send_account_notice_to(user: User, change: str, address: str, device: str) -> None:
    with _reading(user):
        what = account_changes().get(change)
        if what is None:
            return
        Letter(
            subject=_("Engawa: %(change)s") % {"change": what},
            paragraphs=[
                _("Hello %(name)s,") % {"name": user.name},
                what,
                _("When: %(when)s") % {"when": datetime_text(timezone.now())}
                + "\n"
                + _("From: %(address)s") % {"address": address}
                + "\n"
                + _("Device: %(device)s") % {"device": device},
                _("If that was not you, please tell an administrator at once."),
            ],
        ).send(user.email)


def account_changes() -> dict[str, str]:
    """What may have changed, by allauth's name for it, in the active language."""
    return {
        "password_changed": _("Your password was changed."),
        "password_set": _("Your password was set."),
        "password_reset": _("Your password was changed through the link in a mail."),
        "totp_activated": _("An authenticator app was set up."),
        "totp_deactivated": _("The authenticator app was removed."),
        "recovery_codes_generated": _("New recovery codes were made."),
        "webauthn_added": _("A passkey was added."),
        "webauthn_removed": _("A passkey was removed."),
    }


def send_invitation_to(invitation: Invitation, secret: str) -> None:
    with translation.override(invitation.language):
        hello = [_("Hello %(name)s,") % {"name": invitation.name}] if invitation.name else []
        Letter(
            subject=_("Invitation to Engawa"),
            paragraphs=[
                *hello,
                _("%(inviter)s invites you to Engawa, the place where colleagues write, read and answer.")
                % {"inviter": invitation.invited_by.name},
            ],
            link=settings.PUBLIC_URL + reverse("invitation", args=[secret]),
            label=_("Accept the invitation"),
            small_print=[
                _("The link is for you alone and works until %(day)s.") % {"day": datetime_text(invitation.expires_at)}
            ],
        ).send(invitation.email)
