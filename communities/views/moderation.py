"""Looking after a community: what is reported, and the record of what was done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.forms.moderation import RemovalForm
from communities.models import Community
from communities.permissions import can_own_community
from communities.queries.communities import get_visible_community
from communities.queries.moderation import acts_in, acts_page, details_of, get_report, settled_reports, waiting_cases
from sns.audit.actions import record as note
from sns.audit.export import csv_answer
from sns.audit.verbs import VERBS
from sns.core.paging import Cursor
from sns.discussion.models import Flag
from sns.people.models import User
from sns.publishing import put_back, settle_report
from sns.spaces.permissions import can_moderate, role_in


def _looked_after(user: User, pk: int) -> Community:
    """A community that the person looks after: 403 for one he may only read."""
    community = get_visible_community(user, pk)
    if not can_moderate(user, community.space):
        raise PermissionDenied
    return community


def _owned(user: User, pk: int) -> Community:
    community = get_visible_community(user, pk)
    if not can_own_community(user, community):
        raise PermissionDenied
    return community


@require_safe
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for a decision; ``?show=settled``: what has been decided."""
    community = _looked_after(request.user, pk)
    if request.GET.get("show") != "settled":
        return _queue(request, community)
    page = settled_reports(request.user, community, Cursor.decode(request.GET.get("before")))
    context = {"community": community, "role": role_in(request.user, pk), "flags": page.rows, "next": page.next}
    return render(request, "communities/reports_settled.html", context)


@require_POST
def decide(request: HttpRequest, pk: int, flag: int) -> HttpResponse:
    """``decision``: keep the text, remove it with a reason, or put a removed one back."""
    community = _looked_after(request.user, pk)
    report = get_report(request.user, community, flag)
    decision = request.POST.get("decision")
    if decision == "restore":
        put_back(actor=request.user, flag=report)
        messages.success(request, _("It is back, as it was."))
    elif decision == "remove":
        form = RemovalForm(request.POST, auto_id=f"case_{flag}_%s")
        if not form.is_valid():
            return _queue(request, community, refused=(report, form))
        settle_report(actor=request.user, flag=report, remove=True, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is removed, and the author is told."))
    else:
        settle_report(actor=request.user, flag=report, remove=False)
        messages.success(request, _("The report is settled; the text stays."))
    return redirect("community-reports", pk)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What its moderators and administrators did in the community, for its owner."""
    community = _owned(request.user, pk)
    words = request.GET.get("q", "").strip()[:100]
    page = acts_page(community, words, Cursor.decode(request.GET.get("before")))
    rows = [(event, VERBS.get(event.verb, event.verb), " · ".join(details_of(event))) for event in page.rows]
    context = {"community": community, "role": role_in(request.user, pk), "rows": rows, "words": words}
    return render(request, "communities/record.html", context | {"next": page.next})


@require_safe
def record_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same acts, all of them, for a spreadsheet."""
    community = _owned(request.user, pk)
    words = request.GET.get("q", "").strip()[:100]
    note(actor=request.user, verb="record.exported", subject=community, data={"words": words} if words else {})
    return csv_answer(acts_in(community, words), f"record-{pk}")


def _queue(request: HttpRequest, community: Community, refused: tuple[Flag, RemovalForm] | None = None) -> HttpResponse:
    """``refused`` is the report whose removal lacked a reason, with its form."""
    cases = []
    for case in waiting_cases(request.user, community):
        form = RemovalForm(auto_id=f"case_{case.flag.pk}_%s")
        is_refused = refused is not None and refused[0].pk == case.flag.pk
        cases.append((case, refused[1] if is_refused else form, is_refused))
    context = {"community": community, "role": role_in(request.user, community.pk), "cases": cases}
    return render(request, "communities/reports.html", context, status=422 if refused else 200)
