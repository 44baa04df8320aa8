"""allauth's forms in our words: a label on every field, no placeholder in place of one."""

from typing import ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sns.people.forms.passwords import password_rules

EMAIL = _("E-mail address")
PASSWORD = _("Password")
CURRENT_PASSWORD = _("Current password")
NEW_PASSWORD = _("New password")
AGAIN = _("New password (again)")
CODE = _("Code from the app")


class OurWords:
    """Label, help text and widget attributes by field name; the rest stays allauth's."""

    words: ClassVar[dict[str, Promise]] = {}
    helps: ClassVar[dict[str, Promise]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}


class LoginForm(OurWords, account.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD, "remember": _("Stay logged in on this device")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": password_rules()}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    words = {"oldpassword": CURRENT_PASSWORD, "password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": password_rules()}


class SetPasswordForm(OurWords, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": password_rules()}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class AuthenticateForm(OurWords, mfa.AuthenticateForm):
    words = {"code": CODE}
    helps = {"code": _("Six digits from the authenticator app, or one of your recovery codes.")}


class ReauthenticateWithCodeForm(OurWords, mfa.ReauthenticateForm):
    words = {"code": CODE}
    helps = {"code": _("Six digits from the authenticator app, or one of your recovery codes.")}


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):
    words = {"code": CODE}
    helps = {"code": _("The six digits that the app shows now.")}


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    words = {"name": _("Name"), "passwordless": _("Log in with it alone, without the password")}
    helps = {
        "name": _("So that you know it again later: telephone, notebook, blue key …"),
        "passwordless": _("The device then asks for your finger, your face or its PIN."),
    }


class EditPasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    words = {"name": _("Name")}
