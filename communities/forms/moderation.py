from django import forms
from django.utils.translation import gettext_lazy as _


class RemovalForm(forms.Form):
    """Why a reported text is taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The author reads it. Who reported stays unnamed."),
        error_messages={"required": _("Please give the reason: the person concerned will read it.")},
    )
