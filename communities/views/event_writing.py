"""Announcing and changing events, with a date or still looking for one."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.actions.date_polls import ask_for_dates
from communities.actions.events import TooFewSeatsError, announce_event, change_event
from communities.forms.dates import MORE, ROWS, DatesForm
from communities.forms.events import EventForm, PlaceForm
from communities.models import Community, Event
from communities.queries.communities import get_writable_community, require_tool
from communities.queries.events import find_submission, get_own_event
from sns.core.ratelimit import Limit, TooFast
from sns.entries.conflict import answered, conflict_page
from sns.publishing import EditConflict
from sns.spaces.models import Space
from sns.spaces.queries import company_space

EVENTS = Limit("events", count=30, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Announce an event in a community (its number) or to the whole company."""
    space, community = _where(request, pk)
    form = EventForm(request.POST or None, user=request.user)
    return _make(request, form, space, community, "communities/event_form.html", announce_event)


@require_http_methods(["GET", "HEAD", "POST"])
def new_dates(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Ask on which of several days people could come; ?rows= shows more of them."""
    space, community = _where(request, pk)
    rows = request.POST.get("rows") or request.GET.get("rows") or ""
    rows = int(rows) if rows.isdecimal() and len(rows) < 3 else ROWS
    if request.POST.get("intent") == "more":
        form = DatesForm(rows=rows + MORE, user=request.user, initial=_typed(request))
        return _page(request, form, community, "communities/event_dates_form.html")
    form = DatesForm(request.POST or None, rows=rows, user=request.user)

    def make(**given) -> Event:
        return ask_for_dates(spans=form.spans, **given)

    return _make(request, form, space, community, "communities/event_dates_form.html", make)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own event."""
    event = get_own_event(request.user, pk)
    if event.is_cancelled:
        messages.info(request, _("A cancelled event stays as it was."))
        return redirect(event)
    kind = EventForm if event.is_fixed else PlaceForm
    if request.method != "POST":
        return _edit_page(request, kind(user=request.user, entry=event), event)
    if request.POST.get("choice") == "theirs":
        return redirect(f"/events/{pk}/edit/")
    form = kind(answered(request), user=request.user, entry=event)
    return _save(request, form, event) if form.is_valid() else _edit_page(request, form, event, status=422)


def _make(
    request: HttpRequest, form: PlaceForm, space: Space, community: Community | None, template: str, make: Callable
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form, community, template)
    if not form.is_valid():
        return _page(request, form, community, template, status=422)
    number = form.cleaned_data["submission"]
    if made := find_submission(request.user, number):
        return redirect(made)
    try:
        EVENTS.take_turn(request.user)
        event = make(actor=request.user, space=space, details=form.details(), submission=number)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_page(request, form, community, template))
    except IntegrityError:
        # The same form at the same moment (a double click): the other request has made the event.
        event = find_submission(request.user, number)
        if event is None:
            raise BadRequest from None
    _say(request, form, _("The event is announced."))
    return redirect(event)


def _save(request: HttpRequest, form: PlaceForm, event: Event) -> HttpResponse:
    version = form.cleaned_data["version"] or 1
    try:
        EVENTS.take_turn(request.user)
        change_event(actor=request.user, event=event, details=form.details(), base_version=version)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_edit_page(request, form, event))
    except TooFewSeatsError as few:
        form.add_error("capacity", _("%(n)s people come already: there must be a seat for each.") % {"n": few.taken})
        return _edit_page(request, form, event, status=422)
    except EditConflict as conflict:
        return conflict_page(request, form, conflict.current, f"/events/{event.pk}/edit/")
    _say(request, form, _("Saved."))
    return redirect(event)


def _say(request: HttpRequest, form: PlaceForm, words: str) -> None:
    messages.success(request, words)
    for note in form.notes:
        messages.info(request, note)


def _where(request: HttpRequest, pk: int | None) -> tuple[Space, Community | None]:
    if pk is None:
        return company_space(), None
    community = get_writable_community(request.user, pk)
    require_tool(community, Community.Tool.EVENTS)
    return community.space, community


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stands in a form that is shown again with more rows, before anybody says that something is wrong."""
    return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


def _page(request, form, community, template: str, *, status: int = 200) -> HttpResponse:
    base = f"/communities/{community.pk}/events/" if community else "/events/"
    context = {"form": form, "community": community, "base_url": base, "entry": None, "action_url": request.path}
    return render(request, template, context, status=status)


def _edit_page(request, form, event: Event, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "community": None, "entry": event, "action_url": f"/events/{event.pk}/edit/"}
    return render(request, "communities/event_form.html", context, status=status)
