from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sns.people.forms.passwords import NewPasswordMixin
from sns.people.models import User
from sns.people.setup import is_current_code


class SetupForm(NewPasswordMixin, forms.Form):
    """The company and its first administrator."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("It is printed where the server was started."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    company = forms.CharField(label=_("Name of the company"), max_length=100)
    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You log in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ["code", "company", "name", "email", "language", "password1", "password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())

    def clean_code(self) -> str:
        if not is_current_code(self.cleaned_data["code"]):
            raise forms.ValidationError(_("This code is not right. Please look at the console of the server."))
        return self.cleaned_data["code"]

    def person(self) -> User:
        return User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
