"""Forms around membership: asking, answering, inviting, adding many at once, parting."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sns.people.models import User

PEOPLE_MAX = 2000
FILE_MAX = 500_000
_SEPARATORS = re.compile(r'[\s,;"、，；<>()]+')
SHOWN = 10


def short_text(label, rows: int = 3, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": rows}), **options)


class AskForm(forms.Form):
    message = short_text(
        gettext_lazy("A few words to the moderators"), required=False,
        help_text=gettext_lazy("What brings you here? One sentence is enough."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = short_text(gettext_lazy("A few words with the answer"), rows=2, required=False)


class RemoveForm(forms.Form):
    reason = short_text(
        gettext_lazy("Reason"), help_text=gettext_lazy("The person is told this reason."),
        error_messages={"required": gettext_lazy("Please give a reason: the person is told it.")},
    )  # fmt: skip


class InviteForm(forms.Form):
    """``people`` are those whom the page offers to choose from."""

    to = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom to invite"), queryset=User.objects.none(), to_field_name="handle",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one person.")},
    )  # fmt: skip
    message = short_text(
        gettext_lazy("A few words to them"), required=False,
        help_text=gettext_lazy("Why do you think of this person? It stands in the invitation."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.colleagues()


class AddForm(forms.Form):
    """E-mail addresses or handles in any order, typed or from a CSV file; other cells of a CSV are unknown words."""

    people = forms.CharField(
        label=gettext_lazy("E-mail addresses or handles"), required=False, max_length=FILE_MAX,
        help_text=gettext_lazy("One in each line, or separated by commas."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"), required=False,
        help_text=gettext_lazy("The columns that hold addresses or handles are found by themselves."),
    )  # fmt: skip
    skip_unknown = forms.BooleanField(label=gettext_lazy("Add the others, leave these out"), required=False)

    def clean_file(self) -> list[str]:
        file = self.cleaned_data["file"]
        if not file:
            return []
        if file.size > FILE_MAX:
            raise ValidationError(_("This file is larger than a list of people should be."))
        words = set(_words(_decoded(file.read())))
        handles = User.objects.colleagues().filter(handle__in=words).values_list("handle", flat=True)
        # Names, titles and units in the other columns are not asked about.
        return [*handles, *sorted(word for word in words if "@" in word)]

    def clean(self) -> dict:
        cleaned = super().clean()
        words = list(dict.fromkeys([*_words(cleaned.get("people", "")), *cleaned.get("file", [])]))
        if not words and not self.errors:
            raise ValidationError(_("Please name at least one person."))
        if len(words) > PEOPLE_MAX:
            raise ValidationError(_("At most %(limit)s people at once, please.") % {"limit": PEOPLE_MAX})
        found = User.objects.colleagues().filter(Q(handle__in=words) | Q(email__in=words))
        cleaned["users"] = list(found)
        known = {user.handle for user in found} | {user.email for user in found}
        self.unknown = [word for word in words if word not in known]
        if self.unknown and not cleaned.get("skip_unknown"):
            self.add_error("people", _unknown_text(self.unknown))
        return cleaned


def _words(text: str) -> list[str]:
    """Addresses and handles in small letters."""
    words = (word.strip().lstrip("@＠").lower() for word in _SEPARATORS.split(text.replace("\0", "")))
    return [word for word in words if word]


def _decoded(data: bytes) -> str:
    """UTF-8, or what Japanese spreadsheets write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", errors="replace")


def _unknown_text(words: list[str]) -> str:
    shown = ", ".join(word[:60] for word in words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
    text = ngettext(
        "Nobody found for %(n)s of them: %(words)s", "Nobody found for %(n)s of them: %(words)s", len(words)
    )
    return text % {"n": len(words), "words": shown}
