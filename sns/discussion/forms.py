import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from sns.discussion.models import COMMENT_MAX


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Comment"),
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "data-editor": "light"}),
        error_messages={"required": _("Please write something first.")},
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, placeholder: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["placeholder"] = placeholder or _("Write a comment (@ calls somebody)")
        if not self.is_bound:
            self.initial.setdefault("submission", uuid.uuid4())


class ReasonForm(forms.Form):
    """Why an administrator takes something away, or why somebody reports it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give the reason: the person concerned will read it.")},
    )


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the administrators read this."),
        error_messages={"required": _("Please write in a few words what is wrong.")},
    )
