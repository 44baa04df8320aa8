from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from sns.people.models import User


def _rules() -> str:
    return format_html_join(" ", "{}", ((text,) for text in password_validators_help_texts()))


password_rules = lazy(_rules, str)


class NewPasswordMixin(forms.Form):
    """A new password, typed twice, judged by the validators of the settings. ``person()`` says whose it is."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_rules(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password (again)"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> User:
        raise NotImplementedError

    def clean(self):
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are different."))
        elif first:
            try:
                validate_password(first, self.person())
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data
