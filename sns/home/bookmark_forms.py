from django import forms
from django.utils.translation import gettext_lazy as _

from sns.entries.models import BookmarkFolder
from sns.entries.models.bookmark import FOLDER_NAME_MAX, NOTE_MAX
from sns.people.models import User


class FolderForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the folder"),
        max_length=FOLDER_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please give the folder a name.")},
    )


class NoteForm(forms.Form):
    """Where a bookmark lies and what it was kept for."""

    folder = forms.ModelChoiceField(
        label=_("Folder"), queryset=BookmarkFolder.objects.none(), required=False, empty_label=_("No folder")
    )
    note = forms.CharField(
        label=_("Note to myself"),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you can read it."),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["folder"].queryset = BookmarkFolder.objects.filter(user=user).order_by("name")
