"""The form of thanks: to a person or to a team, and who may read it."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import CompanyValue, PrivateThank, Thank
from communities.models.thank import NOTE_MAX
from communities.queries.thanks import teams_for
from sns.people.completion import Suggestion, suggest_people
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import company_space, may_see

EVERYBODY, TEAM, PRIVATE = "everybody", "team", "private"


class ThankForm(forms.Form):
    """After ``is_valid``: ``receiver`` or ``team``; ``candidates`` are people to choose from when a name is unclear."""

    person = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    to = forms.CharField(
        label=gettext_lazy("To whom"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A name, its reading, or @handle."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    team = forms.ChoiceField(label=gettext_lazy("or to a team"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What are you thankful for?"),
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": NOTE_MAX}),
        help_text=gettext_lazy("One thing, in your own words; 300 characters at most."),
        error_messages={"required": gettext_lazy("Please write a word of thanks.")},
    )
    value = forms.ModelChoiceField(
        label=gettext_lazy("Company value"),
        queryset=CompanyValue.objects.filter(is_current=True),
        required=False,
        empty_label=gettext_lazy("None in particular"),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who can read it"),
        choices=[
            (EVERYBODY, gettext_lazy("Everybody in the company")),
            (TEAM, gettext_lazy("Only the team (thanks to a team)")),
            (PRIVATE, gettext_lazy("Only the person (thanks to a person)")),
        ],
        initial=EVERYBODY,
        widget=forms.RadioSelect,
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, giver: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.receiver: User | None = None
        self.candidates: list[Suggestion] = []
        self.teams = {str(space.pk): space for space in teams_for(giver)}
        self.fields["team"].choices = _team_choices(self.teams)
        if not self.fields["value"].queryset.exists():
            del self.fields["value"]
        if not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())

    def leave_out_teams(self) -> None:
        """The person is chosen already: what concerns teams need not be asked."""
        self.fields["audience"].choices = [c for c in self.fields["audience"].choices if c[0] != TEAM]

    def clean_note(self) -> str:
        return self.cleaned_data["note"].replace("\r\n", "\n").strip()

    def clean(self) -> dict:
        cleaned = super().clean()
        named = bool(cleaned.get("person") or cleaned.get("to"))
        if named and cleaned.get("team"):
            self.add_error("team", _("Please thank a person or a team: one of them."))
        elif named:
            self._find_receiver()
        elif not cleaned.get("team") and "team" not in self.errors:
            self.add_error("to", _("Whom would you like to thank?"))
        self._check_audience()
        return cleaned

    def _check_audience(self) -> None:
        audience, team = self.cleaned_data.get("audience"), self.cleaned_data.get("team")
        if audience == TEAM and not team:
            self.add_error("audience", _("“Only the team” is for thanks to a team."))
        elif audience == PRIVATE and team:
            self.add_error("audience", _("“Only the person” is for thanks to a person."))
        elif audience == TEAM and not may_see(self.giver, self.teams[team]):
            self.add_error("audience", _("You do not belong to this unit, so you could not read it there yourself."))

    def _find_receiver(self) -> None:
        handle = self.cleaned_data.get("person") or self.cleaned_data["to"].lstrip("@＠").lower()
        self.receiver = User.objects.colleagues().filter(handle=handle).first() or self._by_name()
        if self.receiver == self.giver:
            self.receiver = None
            self.add_error("to", _("This is yourself. Somebody else will be glad."))

    def _by_name(self) -> User | None:
        text = self.cleaned_data["to"]
        found = [s for s in suggest_people(self.giver, text) if s.handle != self.giver.handle] if text else []
        if len(found) == 1:
            return User.objects.colleagues().filter(handle=found[0].handle).first()
        self.candidates = found
        self.add_error("to", _("Whom do you mean?") if found else _("Nobody of this name was found."))
        return None

    def chosen_space(self) -> Space:
        """Where public thanks go: those to a community into its own space, whatever was chosen."""
        team = self.chosen_team()
        if team and (team.kind == Space.Kind.COMMUNITY or self.cleaned_data["audience"] == TEAM):
            return team
        return company_space()

    def chosen_team(self) -> Space | None:
        return self.teams.get(self.cleaned_data.get("team", ""))

    def is_private(self) -> bool:
        return self.cleaned_data["audience"] == PRIVATE

    def thank(self) -> Thank:
        """The public thanks that the form describes, not saved yet."""
        team, data = self.chosen_team(), self.cleaned_data
        if team:
            title = _("To everybody of %(team)s") % {"team": team.unit.label if team.unit else team.name}
        else:
            title = _("To %(name)s") % {"name": self.receiver.name}
        return Thank(
            kind=Thank.Kind.THANK, author=self.giver, receiver=self.receiver, team=team, value=data.get("value"),
            space=self.chosen_space(), title=title, body=data["note"], submission=data["submission"],
        )  # fmt: skip

    def sent_before(self) -> Thank | PrivateThank | None:
        """What this very form has given already: a double click thanks once."""
        number = self.cleaned_data["submission"]
        if number is None:
            return None
        public = Thank.objects.filter(submission=number, author=self.giver).first()
        return public or PrivateThank.objects.filter(submission=number, giver=self.giver).first()


def _team_choices(teams: dict[str, Space]) -> list:
    units = [(pk, space.unit.label) for pk, space in teams.items() if space.unit]
    communities = [(pk, space.name) for pk, space in teams.items() if not space.unit]
    groups = [(_("Units"), units), (_("Communities"), communities)]
    return [("", _("No team"))] + [(label, choices) for label, choices in groups if choices]
