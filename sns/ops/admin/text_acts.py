"""What an administrator may do with somebody's text; none of it changes a word."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sns.discussion.actions import remove_comment, restore_comment
from sns.ops.admin.acts import Act, ReasonForm
from sns.ops.moderation import Access, access_to, is_open, open_text
from sns.publishing import restore, withdraw


class AuthorReasonForm(ReasonForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author is told."),
    )  # fmt: skip


OPEN = Act(
    name="open",
    label=_("Open the text"),
    explanation=_(
        "This text is in a space that you are not a member of. Please say why you need to read it: your name, the time"
        " and the reason go into the audit record. It stays open for you for half an hour."
    ),
    done=_("The text is open for half an hour."),
    run=lambda request, text, data: open_text(request=request, text=text, reason=data["reason"]),
    fits=lambda request, text: access_to(request.user, text) is Access.WITH_REASON and not is_open(request, text),
    form=ReasonForm,
)
WITHDRAW = Act(
    name="withdraw",
    label=pgettext_lazy("post", "Withdraw"),
    explanation=_("Nobody sees it any more. It is kept and can be restored here."),
    done=_("It is withdrawn, and the author is told."),
    run=lambda request, entry, data: withdraw(actor=request.user, entry=entry, reason=data["reason"]),
    fits=lambda request, entry: entry.is_live and entry.author_id != request.user.pk,
    form=AuthorReasonForm,
    tone="danger",
)
# What its author put into the trash himself stays there: it is his.
RESTORE = Act(
    name="restore",
    label=_("Restore"),
    explanation=_("It appears again where it was, as it was."),
    done=_("It is restored."),
    run=lambda request, entry, data: restore(actor=request.user, entry=entry),
    fits=lambda request, entry: entry.withdrawn_at is not None and entry.withdrawn_by_id != entry.author_id,
)
REMOVE_COMMENT = Act(
    name="remove",
    label=_("Remove"),
    explanation=_("The comment's text is no longer shown; a line says that it was removed. It can be restored here."),
    done=_("It is removed, and the author is told."),
    run=lambda request, comment, data: remove_comment(actor=request.user, comment=comment, reason=data["reason"]),
    fits=lambda request, comment: comment.removed_at is None and comment.author_id != request.user.pk,
    form=AuthorReasonForm,
    tone="danger",
)
RESTORE_COMMENT = Act(
    name="restore",
    label=_("Restore"),
    explanation=_("It appears again where it was, as it was."),
    done=_("It is restored."),
    run=lambda request, comment, data: restore_comment(actor=request.user, comment=comment),
    fits=lambda request, comment: comment.removed_at is not None and comment.removed_by_id != comment.author_id,
)
