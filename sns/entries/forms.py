"""The form of a text that people publish: title, body, tags, and what keeps two editors and double clicks apart."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from sns.core import markup
from sns.entries.actions import TAGS_MAX
from sns.entries.models import Entry, Tag
from sns.entries.models.entry import BODY_MAX, TITLE_MAX
from sns.entries.queries import tag_labels

TOO_MANY_TAGS = ngettext_lazy(
    "At most %(limit)s tag, please.", "At most %(limit)s tags, please: a few are found best.", "limit"
)
_SEPARATORS = re.compile(r"[\s,、，]+")


def split_tags(text: str) -> list[str]:
    """Tags as typed, separated by commas, 、 or spaces; with or without #."""
    return [word.lstrip("#＃") for word in _SEPARATORS.split(text) if word.lstrip("#＃")]


def typed_tags(entry: Entry) -> list[str]:
    """The entry's tags without those that its text makes by itself."""
    in_text = {Tag.fold(name) for name in markup.parse(entry.body).tags}
    return [label for label in tag_labels(entry) if Tag.fold(label) not in in_text]


def checked_tags(text: str) -> list[str]:
    """The tags of a form's field; raises ValidationError with a message for the person who typed them."""
    words = split_tags(text)
    if wrong := [word for word in words if not Tag.fold(word) or len(word) > 50]:
        raise ValidationError(_("“%(tag)s” cannot be a tag: letters and digits, at most 50.") % {"tag": wrong[0][:60]})
    if len(words) > TAGS_MAX:
        raise ValidationError(TOO_MANY_TAGS % {"limit": TAGS_MAX})
    return words


class TextForm(forms.Form):
    """Subclass it for what one kind of entry has besides.

    ``version`` is what the editor read (None for a new text), ``submission`` the form's one-time number.
    """

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_MAX,
        widget=forms.TextInput(attrs={"class": "title-input", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please give it a title.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=BODY_MAX,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Separated by spaces or commas. A #word in the text becomes a tag as well."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-tags": ""}),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, entry: Entry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and entry:
            stored = {"title": entry.title, "body": entry.body, "tags": " ".join(typed_tags(entry))}
            self.initial = stored | {"version": entry.version} | self.initial
        elif not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())

    def clean_tags(self) -> list[str]:
        return checked_tags(self.cleaned_data["tags"])
