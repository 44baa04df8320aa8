from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sns.people.forms.passwords import NewPasswordMixin
from sns.people.invitations import Invitee, read_invitees
from sns.people.models import Invitation, OrgUnit, User

MOST = 1000


class InviteForm(forms.Form):
    people = forms.CharField(
        label=_("E-mail addresses"),
        max_length=100_000,
        help_text=_(
            "One per line, or a list pasted from elsewhere; a name may stand beside: Hanako Yamada &lt;hanako@…&gt;"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=OrgUnit.objects.filter(closed_on=None),
        required=False,
        empty_label=_("decided later"),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def clean_people(self) -> list[Invitee]:
        people, bad = read_invitees(self.cleaned_data["people"])
        if bad:
            shown = "、".join(bad[:5]) + ("…" if len(bad) > 5 else "")
            raise forms.ValidationError(
                ngettext(
                    "This is not an e-mail address: %(text)s", "These are not e-mail addresses: %(text)s", len(bad)
                )
                % {"text": shown}
            )
        if len(people) > MOST:
            raise forms.ValidationError(
                _("At most %(number)s at a time, please. For a whole company there is the staff list."),
                params={"number": MOST},
            )
        return people


class AcceptForm(NewPasswordMixin, forms.Form):
    """What somebody invited says about himself."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    reading = forms.CharField(
        label=_("reading (furigana)"),
        max_length=100,
        required=False,
        help_text=_("In hiragana; the directory is sorted by it."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ["name", "reading", "language", "password1", "password2"]

    def __init__(self, *args, invitation: Invitation, **kwargs):
        self.invitation = invitation
        self.known = User.objects.filter(email=invitation.email).first()
        super().__init__(*args, **kwargs)
        self.initial |= {"name": invitation.name, "language": invitation.language}
        if self.known:  # of the staff list, which looks after names
            self.initial |= {"name": self.known.name, "reading": self.known.reading}
            self.fields["name"].disabled = True

    def person(self) -> User:
        return User(name=self.cleaned_data.get("name", ""), email=self.invitation.email)
