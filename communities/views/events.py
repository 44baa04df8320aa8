"""Lists of events, the page of one, and what its organiser does with it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions.event_answers import AnswersClosedError, set_answer
from communities.actions.events import cancel_event
from communities.event_permissions import can_announce_in, can_answer, can_edit_event, can_run_event
from communities.forms.events import CancelForm
from communities.models import Community, Event
from communities.queries import events as queries
from communities.queries.communities import get_visible_community, require_tool
from communities.queries.event_page import answers_of, candidates_of, guests_page
from communities.queries.event_records import may_add_report, record_of, reports_of
from sns.core.paging import Cursor
from sns.core.ratelimit import Limit, TooFast
from sns.discussion.page import entry_page
from sns.spaces.models import Space
from sns.spaces.permissions import role_in

ANSWERS = Limit("event_answers", count=60, seconds=60)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything the person may come to: his own first, then day by day; or what is over."""
    return render(request, "communities/events.html", _lists(request, None) | {"may_announce": True})


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    return render(request, "communities/events.html", _past(request, None) | {"may_announce": True})


@require_safe
def of_community(request: HttpRequest, pk: int) -> HttpResponse:
    """The events of one community."""
    community = _community(request, pk)
    context = _lists(request, community.space) | _around(request, community)
    return render(request, "communities/event_list.html", context)


@require_safe
def past_of_community(request: HttpRequest, pk: int) -> HttpResponse:
    community = _community(request, pk)
    context = _past(request, community.space) | _around(request, community)
    return render(request, "communities/event_list.html", context)


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an event: when and where, who comes, and what was written about it."""
    found = queries.get_visible_event(request.user, pk)
    context = entry_page(request, found) | _answering(request, found)
    context |= {
        "entry": found,
        "may_edit": can_edit_event(request.user, found),
        "may_run": can_run_event(request.user, found),
        "may_report": may_add_report(request.user, found),
        "record": record_of(found, request.user),
        "reports": reports_of(found, request.user),
        "candidates": [] if found.is_fixed else candidates_of(found, request.user),
    }
    return render(request, "communities/event.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's answer: choice is yes, maybe, no, or empty for none."""
    found = queries.get_visible_event(request.user, pk)
    choice = request.POST.get("choice")
    if choice not in ("yes", "maybe", "no", ""):
        raise BadRequest
    problem = _answer(request, found, choice)
    if request.htmx:
        context = _answering(request, found) | {"entry": found, "problem": problem}
        return render(request, "communities/_event_answers.html", context)
    if problem:
        messages.warning(request, problem)
    return redirect(found)


def _answer(request: HttpRequest, found: Event, choice: str) -> str:
    """Store it; what to tell the person when it could not be."""
    try:
        ANSWERS.take_turn(request.user)
        set_answer(actor=request.user, event=found, choice=choice)
    except TooFast as brake:
        return brake.message
    except AnswersClosedError:
        return _("This event takes no more answers.")
    return ""


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who gave one answer: ?answer=yes, waiting or maybe."""
    found = queries.get_visible_event(request.user, pk)
    choice = request.GET.get("answer", "yes")
    choice = choice if choice in queries.INTERESTED else "yes"
    page = guests_page(found, choice, Cursor.decode(request.GET.get("after")))
    context = {"entry": found, "choice": choice, "page": page, "answers": answers_of(found, request.user)}
    return render(request, "communities/event_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, with a reason that everybody who wanted to come is told."""
    found = queries.get_run_event(request.user, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel_event(actor=request.user, event=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The event is cancelled, and everybody who wanted to come has been told."))
        return redirect(found)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/event_cancel.html", {"entry": found, "form": form}, status=status)


def list_of(found: Event) -> str:
    """The address of the list that an event stands in."""
    in_community = found.space.kind == Space.Kind.COMMUNITY
    return f"/communities/{found.space_id}/events/" if in_community else "/events/"


def _answering(request: HttpRequest, found: Event) -> dict:
    answers = answers_of(found, request.user)
    return {
        "answers": answers,
        "free": answers.free(found),
        "may_answer": can_answer(request.user, found),
        "list_url": list_of(found),
    }


def _lists(request: HttpRequest, space: Space | None) -> dict:
    page = queries.coming_page(request.user, Cursor.decode(request.GET.get("after")), space)
    first = not request.GET.get("after")
    mine = queries.my_coming(request.user) if first and space is None else []
    open_dates = queries.looking_for_date(request.user, space) if first else []
    ids = [pk for _at, pk in page.rows]
    rows = {row.pk: row for row in queries.event_rows(request.user, {*ids, *mine, *open_dates})}
    others = [pk for pk in ids if pk not in mine]
    return {
        "tab": "coming",
        "days": queries.by_day([rows[pk] for pk in others if pk in rows]),
        "mine": queries.by_day([rows[pk] for pk in mine if pk in rows]),
        "open_dates": [rows[pk] for pk in open_dates if pk in rows],
        "next": page.next,
        "parameter": "after",
    }


def _past(request: HttpRequest, space: Space | None) -> dict:
    page = queries.past_page(request.user, Cursor.decode(request.GET.get("before")), space)
    rows = queries.event_rows(request.user, [pk for _at, pk in page.rows])
    return {"tab": "past", "days": queries.by_day(rows), "next": page.next, "parameter": "before"}


def _community(request: HttpRequest, pk: int) -> Community:
    community = get_visible_community(request.user, pk)
    require_tool(community, Community.Tool.EVENTS)
    return community


def _around(request: HttpRequest, community: Community) -> dict:
    return {
        "community": community,
        "role": role_in(request.user, community.pk),
        "may_announce": can_announce_in(request.user, community.space),
    }
