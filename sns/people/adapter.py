"""How allauth behaves here."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from sns.people.models import User
from sns.people.permissions import must_have_second_factor, owns_second_factor
from sns.people.tasks import send_account_notice, send_password_reset

# What allauth tells through templates. Logging in and out speak for themselves.
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "account/messages/password_set.txt": _("Your password has been set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes have been made."),
    "mfa/messages/webauthn_added.txt": _("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey has been removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are logged out on all other devices."),
}


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation, staff list or set-up, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts failed. Please wait five minutes and try again."),
        "rate_limited": _("Too many attempts in a short time. Please wait a minute and try again."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Please try the newest one."),
        "invalid_password_reset": _("This link has been used already or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        """Lead administrators without a second factor to its set-up."""
        response = super().post_login(request, user, **kwargs)
        if must_have_second_factor(user) and not owns_second_factor(user):
            return redirect("mfa_activate_totp")
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Somebody who logged in a moment ago is not asked for his password again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ) -> None:
        if text := message or MESSAGES.get(message_template):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_password_reset_mail(self, user: User, email: str, context: dict) -> None:
        """A job makes link and mail: the answer takes as long as for an address nobody has."""
        send_password_reset.defer(user_id=user.pk)

    def send_notification_mail(self, template_prefix: str, user: User, context: dict | None = None, email=None) -> None:
        """Tell the person, in his language, that somebody changed how he logs in."""
        send_account_notice.defer(
            user_id=user.pk,
            change=template_prefix.rpartition("/")[2],
            address=self.get_client_ip(self.request),
            device=self.get_http_user_agent(self.request)[:200],
        )
