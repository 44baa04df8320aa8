"""Everybody's answer to the candidates of an event without a date, and the choice of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.date_polls import fix_date, set_marks
from communities.queries.event_page import candidates_of
from communities.queries.events import get_run_event, get_visible_event
from communities.views.events import ANSWERS
from sns.core.ratelimit import TooFast


@require_POST
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's ○ △ × to each candidate, in fields named by their numbers."""
    event = get_visible_event(request.user, pk)
    if event.is_fixed or event.is_cancelled:
        messages.warning(request, _("The date has been decided meanwhile."))
        return redirect(event)
    said = {
        int(name.removeprefix("mark_")): value
        for name, value in request.POST.items()
        if name.startswith("mark_") and name[5:].isdecimal() and len(name) < 24
    }
    try:
        ANSWERS.take_turn(request.user)
    except TooFast as brake:
        messages.warning(request, brake.message)
        return redirect(event)
    set_marks(actor=request.user, event=event, marks=said)
    messages.success(request, _("Your answer is saved. You can change it until the date is decided."))
    return redirect(event)


@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Take one candidate as the date; a GET asks whether that is meant."""
    event = get_run_event(request.user, pk)
    if event.is_fixed or event.is_cancelled:
        messages.warning(request, _("The date has been decided meanwhile."))
        return redirect(event)
    chosen = get_object_or_404(event.candidates.select_related("event"), pk=candidate)
    if request.method == "POST":
        fix_date(actor=request.user, event=event, candidate=chosen)
        messages.success(request, _("The date is decided, and everybody who answered has been told."))
        return redirect(event)
    row = next(row for row in candidates_of(event, request.user) if row.candidate.pk == chosen.pk)
    context = {"entry": event, "row": row}
    return render(request, "communities/event_fix.html", context)
