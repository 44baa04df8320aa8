"""Reporting what should not be there, and what has become of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sns.core.ratelimit import REPORTS, TooFast
from sns.discussion.forms import ReportForm
from sns.discussion.models import Comment, Flag
from sns.discussion.moderation import report
from sns.discussion.views.comments import get_visible_comment
from sns.entries.models import Entry
from sns.entries.queries import get_visible_entry
from sns.spaces.models import Space
from sns.spaces.queries import space_ids

SHOWN_MAX = 100


@require_http_methods(["GET", "HEAD", "POST"])
def report_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return _report(request, get_visible_entry(request.user, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_visible_comment(request.user, pk)
    return _report(request, comment.entry, comment)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the person has reported, and whether somebody has looked at it; texts he may no longer see are not named."""
    flags = Flag.objects.filter(user=request.user).select_related("entry__space", "comment").order_by("-id")
    seen = set(space_ids(request.user))
    rows = [(flag, flag.entry.is_live and flag.entry.space_id in seen) for flag in flags[:SHOWN_MAX]]
    return render(request, "discussion/my_reports.html", {"rows": rows})


def _report(request: HttpRequest, entry: Entry, comment: Comment | None) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method != "POST":
        return _ask(request, form, comment or entry)
    if not form.is_valid():
        return _ask(request, form, comment or entry, status=422)
    try:
        REPORTS.take_turn(request.user)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_ask(request, form, comment or entry))
    reason = form.cleaned_data["reason"]
    flag = report(actor=request.user, entry=entry, comment=comment, reason=reason)
    if flag.reason != reason:
        messages.info(request, _("You have already reported this."))
    elif entry.space.kind == Space.Kind.COMMUNITY:
        messages.success(request, _("Thank you. The moderators will look at it, and you will hear of it."))
    else:
        messages.success(request, _("Thank you. The administrators will look at it, and you will hear of it."))
    return redirect(comment or entry)


def _ask(request: HttpRequest, form: ReportForm, subject: Entry | Comment, status: int = 200) -> HttpResponse:
    return render(request, "discussion/report.html", {"form": form, "subject": subject}, status=status)
