from django import forms
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sns.people.models import User


def _rules() -> str:
    shortest = max(getattr(validator, "min_length", 0) for validator in get_default_password_validators())
    text = gettext("At least %(number)s characters; not like your name or address, and nothing that many people use.")
    return text % {"number": shortest}


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
