from django import forms

from sns.notifications.models import Verb
from sns.notifications.sentences import event_label


class MailForm(forms.Form):
    """One box per event: mail at once, or the bell alone."""

    def __init__(self, *args, wanted: dict[Verb, bool], **kwargs):
        super().__init__(*args, **kwargs)
        for verb, on in wanted.items():
            self.fields[str(verb)] = forms.BooleanField(label=event_label(verb), required=False, initial=on)

    def chosen(self) -> dict[Verb, bool]:
        return {Verb(name): on for name, on in self.cleaned_data.items()}
