"""Letting an entry stand first for a while."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sns.core.formats import date_text
from sns.discussion.forms import PinForm
from sns.entries.models import Pin
from sns.entries.pinning import PINS_MAX, TooManyPins, pin, places_for, unpin
from sns.entries.queries import get_visible_entry


@require_http_methods(["GET", "HEAD", "POST"])
def pin_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask where and until when, then pin (``on=1``); ``on=0`` with a place takes the pin off."""
    entry = get_visible_entry(request.user, pk)
    places = places_for(request.user, entry)
    if not places:
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("on") == "0":
        unpin(actor=request.user, entry=entry, place=request.POST.get("place", ""))
        messages.success(request, _("It no longer stands first."))
        return redirect(entry)
    form = PinForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid() and _pinned(request, entry, form):
        return redirect(entry)
    status = 422 if request.method == "POST" else 200
    in_force = Pin.objects.in_force().filter(entry=entry, place__in=places)
    context = {"entry": entry, "form": form, "pins": list(in_force), "first_day": timezone.localdate()}
    return render(request, "discussion/pin.html", context, status=status)


def _pinned(request: HttpRequest, entry, form: PinForm) -> bool:
    day = form.cleaned_data["until"]
    # The whole last day counts, in the time zone of who pins.
    until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    try:
        pin(actor=request.user, entry=entry, place=form.cleaned_data["place"], until=until)
    except TooManyPins:
        form.add_error(None, _("%(n)s entries stand first there already. Please take one off first.") % {"n": PINS_MAX})
        return False
    messages.success(request, _("It stands first until %(day)s.") % {"day": date_text(day)})
    return True
