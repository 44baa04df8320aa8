"""Forms for afterwards: who was there, and which text tells of it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Event
from communities.queries.event_records import REPORT_KINDS, people_by_handles, people_to_note, texts_to_offer
from sns.entries.models import Entry
from sns.people.models import User

_ENTRY_ADDRESS = re.compile(r"/(?:posts|topics|pages|entries)/(\d{1,18})/?(?:[#?]\S*)?$")


class AttendanceForm(forms.Form):
    """Who came: ticks for everybody who had answered, and handles of those who just dropped in."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("They came"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=gettext_lazy("And these too"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Their handles, with spaces between: sato takahashi"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, event: Event, **options):
        super().__init__(data, **options)
        self.event, known = event, people_to_note(event)
        self.fields["people"].choices = [(str(person.pk), person.name) for person, _noted in known]
        self.initial.setdefault("people", [str(person.pk) for person, noted in known if noted])

    def clean_others(self) -> list[int]:
        handles = [word.lstrip("@＠").lower() for word in re.split(r"[\s,、，]+", self.cleaned_data["others"]) if word]
        found = people_by_handles(self.event, handles)
        if missing := [handle for handle in handles if handle not in found]:
            raise ValidationError(_("“%(handle)s” is nobody who could have been there.") % {"handle": missing[0][:40]})
        return [person.pk for person in found.values()]

    def ids(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["people"]} | set(self.cleaned_data["others"])


class ReportForm(forms.Form):
    """One of one's own newest texts, or the address of any that one may read; ``entry`` once it is valid."""

    text = forms.ChoiceField(label=gettext_lazy("One of my texts"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Or the address of another"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Copied from the address bar, such as /posts/12/"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def __init__(self, data=None, *, event: Event, user: User, **options):
        super().__init__(data, **options)
        self.event, self.user, self.entry = event, user, None
        self.fields["text"].choices = [
            (str(pk), title or _("Untitled")) for pk, title in texts_to_offer(event, user)
        ]  # fmt: skip

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if address := cleaned["address"].strip():
            match = _ENTRY_ADDRESS.search(address)
            self.entry = self._readable(int(match[1])) if match else None
            if self.entry is None:
                self.add_error("address", _("There is no text at this address that you may read."))
        elif cleaned["text"]:
            self.entry = self._readable(int(cleaned["text"]))
        else:
            self.add_error(None, _("Please choose a text or give an address."))
        return cleaned

    def _readable(self, pk: int) -> Entry | None:
        return Entry.objects.visible_to(self.user).filter(pk=pk, kind__in=REPORT_KINDS).first()
