"""Reports: the queue, the reported text, and what becomes of it."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sns.discussion.models import Flag
from sns.ops.admin.acts import Act, ActsMixin
from sns.ops.admin.base import ReadOnlyAdmin, badge, change_url, link
from sns.ops.admin.filters import OpenFilter
from sns.ops.admin.texts import text_panel
from sns.publishing import settle_report

_SETTLED = (pgettext_lazy("state", "settled"), "moss")
_OPEN = (pgettext_lazy("state", "open"), "persimmon")


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author is told."),
    )  # fmt: skip


def _keep(request, flag, data) -> None:
    settle_report(actor=request.user, flag=flag, remove=False)


def _remove(request, flag, data) -> None:
    author = flag.comment.author_id if flag.comment else flag.entry.author_id
    if author == request.user.pk:
        raise ValidationError(_("You wrote this yourself: please remove it on its own page."))
    settle_report(actor=request.user, flag=flag, remove=True, reason=data["reason"])


KEEP = Act(
    name="keep",
    label=_("Leave it"),
    explanation=_("The text stays as it is. All reports of it are settled."),
    done=_("The report is settled; the text stays."),
    run=_keep,
    fits=lambda request, flag: flag.settled_at is None,
)
REMOVE = Act(
    name="remove",
    label=_("Remove the text"),
    explanation=_("Nobody sees it any more. It is kept and can be restored. All reports of it are settled."),
    done=_("The text is removed, its author is told, and the report is settled."),
    run=_remove,
    fits=lambda request, flag: flag.settled_at is None,
    form=RemovalForm,
    tone="danger",
)


@admin.register(Flag)
class ReportAdmin(ActsMixin, ReadOnlyAdmin):
    acts = (KEEP, REMOVE)
    list_display = ["reason", "what", "reported_by", "created_at", "state"]
    list_filter = [OpenFilter, "outcome", "created_at"]
    list_select_related = ["user", "settled_by"]
    ordering = (F("settled_at").desc(nulls_first=True), "-id")
    search_fields = ["user__handle__startswith", "user__email__startswith"]
    search_help_text = _("Beginning of the reporter's handle or e-mail address")
    fields = ["reason", "what", "reported_by", "created_at", "state", "outcome", "settled_at", "settled_by"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        flag = self.get_object(request, object_id)
        panel = text_panel(request, flag.comment or flag.entry) if flag else ""
        return super().change_view(request, object_id, form_url, {"text_panel": panel, **(extra_context or {})})

    @admin.display(description=_("reported text"))
    def what(self, flag):
        if flag.comment_id:
            return link(
                change_url("discussion.comment", flag.comment_id),
                _("Comment #%(number)s") % {"number": flag.comment_id},
            )
        return link(change_url("entries.entry", flag.entry_id), _("Post #%(number)s") % {"number": flag.entry_id})

    @admin.display(description=_("reported by"))
    def reported_by(self, flag):
        return link(change_url("people.user", flag.user_id), flag.user)

    @admin.display(description=_("state"))
    def state(self, flag):
        return badge(*(_SETTLED if flag.settled_at else _OPEN))
