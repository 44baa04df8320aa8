"""Afterwards: who was there, and what was written about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.event_records import add_report, drop_report, note_attendance, set_named
from communities.forms.event_records import AttendanceForm, ReportForm
from communities.queries.event_records import may_add_report
from communities.queries.events import get_run_event, get_visible_event


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser notes who came; nobody ticked means that nobody did."""
    event = get_run_event(request.user, pk)
    if not event.has_begun:
        raise PermissionDenied
    form = AttendanceForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        note_attendance(actor=request.user, event=event, people=form.ids())
        messages.success(request, _("Thank you. Everybody decides for himself whether his name is shown."))
        return redirect(event)
    status = 422 if form.errors else 200
    return render(request, "communities/event_attendance.html", {"entry": event, "form": form}, status=status)


@require_POST
def named(request: HttpRequest, pk: int) -> HttpResponse:
    """on=1: my name may be shown among those who were there."""
    event = get_visible_event(request.user, pk)
    set_named(actor=request.user, event=event, on=request.POST.get("on") == "1")
    return redirect(f"{event.get_absolute_url()}#afterwards")


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a text about the event, or begin to write one."""
    event = get_visible_event(request.user, pk)
    if not may_add_report(request.user, event):
        raise PermissionDenied
    form = ReportForm(request.POST if request.method == "POST" else None, event=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        add_report(actor=request.user, event=event, entry=form.entry)
        messages.success(request, _("The report is linked."))
        return redirect(f"{event.get_absolute_url()}#afterwards")
    status = 422 if form.errors else 200
    return render(request, "communities/event_report.html", {"entry": event, "form": form}, status=status)


@require_POST
def remove_report(request: HttpRequest, pk: int, report: int) -> HttpResponse:
    """Take a text off the event's page; the text itself stays."""
    event = get_visible_event(request.user, pk)
    found = get_object_or_404(event.reports.select_related("event__space", "entry"), pk=report)
    drop_report(actor=request.user, report=found)
    messages.success(request, _("The link is gone; the text itself stays where it is."))
    return redirect(f"{event.get_absolute_url()}#afterwards")
