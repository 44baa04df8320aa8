"""Events for calendar programs: one as a file, a person's own as a feed with a private address."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from communities.actions.calendar_tokens import renew_calendar_token, set_calendar_scope
from communities.calendars import feed_items, item_of
from communities.models import CalendarToken
from communities.queries.events import get_visible_event
from sns.core.calendars import calendar_file, calendar_response
from sns.core.http import absolute_url


class ScopeForm(forms.Form):
    scope = forms.ChoiceField(
        label=gettext_lazy("What the calendar holds"), choices=CalendarToken.Scope.choices, widget=forms.RadioSelect
    )


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for the calendar."""
    event = get_visible_event(request.user, pk)
    if not event.is_fixed:
        raise Http404
    body = calendar_file([item_of(event)])
    return calendar_response(request, body, filename=f"event-{event.pk}.ics", changed_at=event.changed_at)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of the person whom the token belongs to, as he may see it now; 404 once he has left.

    Without Last-Modified: what leaves the calendar (an answer taken back, a community left) changes no time.
    """
    tokens = CalendarToken.objects.select_related("user")
    key = tokens.filter(token=token, user__is_active=True).first()
    if key is None:
        raise Http404
    reader = key.user
    with translation.override(reader.language), timezone.override(reader.time_zone):
        body = calendar_file(feed_items(reader, key.scope), name=_("Engawa: %(name)s") % {"name": reader.name})
    return calendar_response(request, body)


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """One's private address: make one, change what it holds (scope), or make a new one (renew)."""
    key = CalendarToken.objects.filter(user=request.user).first()
    if request.method == "POST":
        return _change(request, key)
    form = ScopeForm(initial={"scope": key.scope if key else CalendarToken.Scope.MINE})
    url = absolute_url(f"/calendar/{key.token}.ics") if key else ""
    context = {"form": form, "address": url, "webcal": url.replace("https://", "webcal://", 1)}
    return render(request, "communities/event_feed.html", context)


def _change(request: HttpRequest, key: CalendarToken | None) -> HttpResponse:
    form = ScopeForm(request.POST)
    if key is None or "renew" in request.POST:
        renew_calendar_token(actor=request.user)
        messages.success(request, _("Here is your address.") if key is None else _("The old address no longer works."))
    if form.is_valid():
        set_calendar_scope(actor=request.user, scope=form.cleaned_data["scope"])
        if key and "renew" not in request.POST:
            messages.success(request, _("Saved."))
    return redirect("calendar-address")
