"""Following a thread, and reporting what should not be there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sns.discussion.actions import report
from sns.discussion.forms import ReportForm
from sns.discussion.models import Comment
from sns.discussion.views.comments import get_visible_comment
from sns.entries.models import Entry
from sns.entries.queries import get_visible_entry
from sns.notifications.actions import set_watch


@require_POST
def watch(request, pk: int):
    """Hear of new comments on an entry, or no more."""
    entry = get_visible_entry(request.user, pk)
    on = request.POST.get("on") == "1"
    set_watch(user=request.user, entry=entry, on=on)
    messages.success(request, _("You will hear of new comments.") if on else _("This thread is muted for you."))
    return redirect(entry)


def report_entry(request, pk: int):
    return _report(request, get_visible_entry(request.user, pk), None)


def report_comment(request, pk: int):
    comment = get_visible_comment(request.user, pk)
    return _report(request, comment.entry, comment)


def _report(request, entry: Entry, comment: Comment | None):
    form = ReportForm(request.POST or None)
    subject = comment or entry
    if request.method == "POST" and form.is_valid():
        report(actor=request.user, entry=entry, comment=comment, reason=form.cleaned_data["reason"])
        messages.success(request, _("Thank you. The administrators will look at it."))
        return redirect(subject)
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/report.html", {"form": form, "subject": subject}, status=status)
