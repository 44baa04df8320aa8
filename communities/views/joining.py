"""Coming in and going: a click, a request, an invitation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.joining import (
    answer_invitation,
    answer_request,
    ask_to_join,
    invite,
    take_back_request,
    withdraw_invitation,
)
from communities.actions.members import LastOwner, join_community, leave_community
from communities.forms.members import AnswerForm, AskForm, InviteForm
from communities.models import Invitation, JoinRequest
from communities.permissions import can_ask_to_join, can_invite, is_member
from communities.queries.communities import get_listed_community, get_visible_community
from communities.queries.joining import (
    answered_requests,
    get_invitation,
    get_managed_community,
    handles_inside,
    own_request,
    waiting_invitations,
    waiting_requests,
)
from communities.views.community import shell_context
from sns.core.ratelimit import INVITATIONS, TooFast
from sns.people.completion import suggest_people


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Join an open community (on=1) or leave (on=0); GET asks before leaving."""
    community = get_listed_community(request.user, pk)
    if request.method != "POST":
        if not is_member(request.user, community):
            raise PermissionDenied
        return render(request, "communities/leave.html", shell_context(request, community))
    if request.POST.get("on") == "1":
        join_community(actor=request.user, community=community)
        messages.success(request, _("Welcome to %(name)s.") % {"name": community.name})
        return redirect(community)
    try:
        leave_community(actor=request.user, community=community)
    except LastOwner:
        messages.warning(request, _("You are the owner. Please hand the community over first, then you can leave."))
        return redirect(f"/communities/{pk}/ownership/")
    messages.success(request, _("You have left %(name)s. What you wrote stays.") % {"name": community.name})
    return redirect(community if community.access != "secret" else "/communities/")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the moderators of a closed community; on=0 takes the request back."""
    community = get_listed_community(request.user, pk)
    if request.method == "POST" and request.POST.get("on") == "0":
        take_back_request(actor=request.user, community=community)
        return redirect(community)
    if is_member(request.user, community):
        return redirect(community)
    if not can_ask_to_join(request.user, community):
        raise PermissionDenied
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_to_join(actor=request.user, community=community, message=form.cleaned_data["message"])
        messages.success(request, _("Your request is on its way. You will be told of the answer."))
        return redirect(community)
    context = shell_context(request, community) | {"form": form, "own_request": own_request(request.user, community)}
    return render(request, "communities/ask.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
def requests(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks to join, and what was answered lately."""
    community = get_managed_community(request.user, pk)
    return _requests(request, community)


@require_POST
def answer(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    """Let somebody in (accept=1) or say no, with a few words."""
    community = get_managed_community(request.user, pk)
    asked = get_object_or_404(JoinRequest.objects.select_related("user", "community__space"), pk=request_pk,
                              community=community)  # fmt: skip
    form = AnswerForm(request.POST, auto_id=f"answer-{asked.pk}-%s")
    if not form.is_valid():
        return _requests(request, community, form, asked.pk, status=422)
    accept = request.POST.get("accept") == "1"
    if not answer_request(actor=request.user, request=asked, accept=accept, answer=form.cleaned_data["answer"]):
        messages.info(request, _("Somebody else has answered this already."))
    elif accept:
        messages.success(request, _("%(name)s belongs to the community now.") % {"name": asked.user.name})
    else:
        messages.success(request, _("Your answer is on its way to %(name)s.") % {"name": asked.user.name})
    return redirect(f"/communities/{pk}/requests/")


def _requests(request, community, wrong: AnswerForm | None = None, wrong_pk: int = 0, status: int = 200):
    waiting = [
        (asked, wrong if asked.pk == wrong_pk else AnswerForm(auto_id=f"answer-{asked.pk}-%s"))
        for asked in waiting_requests(community)[:100]
    ]
    context = shell_context(request, community) | {"waiting": waiting, "answered": list(answered_requests(community))}
    return render(request, "communities/requests.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for people and ask them in; searching again keeps who is chosen and what is written."""
    community = get_visible_community(request.user, pk)
    if not can_invite(request.user, community):
        raise PermissionDenied
    if request.method != "POST":
        form = InviteForm(initial={"message": request.GET.get("message", "")[:500]})
        return _invite(request, community, form, request.GET)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _invite(request, community, form, request.POST, status=422)
    try:
        INVITATIONS.take_turn(request.user)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_invite(request, community, form, request.POST))
    data = form.cleaned_data
    made = invite(actor=request.user, community=community, users=data["to"], message=data["message"])
    _say_invited(request, len(made))
    return redirect(f"/communities/{pk}/invite/")


def _say_invited(request: HttpRequest, count: int) -> None:
    if count:
        text = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("They belong to the community or are invited already."))


def _invite(request, community, form: InviteForm, data, status: int = 200) -> HttpResponse:
    """The page with those found and, above them, those chosen before."""
    chosen = list(form.fields["to"].queryset.filter(handle__in=data.getlist("to")[:100]))
    people = suggest_people(request.user, data.get("q", ""))
    taken = {user.handle for user in chosen} | handles_inside(community, [person.handle for person in people])
    found = [person for person in people if person.handle not in taken]
    context = shell_context(request, community) | {
        "form": form, "q": data.get("q", "")[:100], "chosen": chosen, "found": found,
        "invitations": list(waiting_invitations(community)[:50]),
    }  # fmt: skip
    return render(request, "communities/invite.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    community = get_visible_community(request.user, pk)
    invitations = Invitation.objects.select_related("community__space")
    withdraw_invitation(
        actor=request.user, invitation=get_object_or_404(invitations, pk=invitation_pk, community=community)
    )
    messages.success(request, _("The invitation is withdrawn."))
    return redirect(f"/communities/{pk}/invite/")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """What one is invited to, by whom; accept=1 comes in, accept=0 declines."""
    found = get_invitation(request.user, pk)
    if request.method != "POST":
        return render(request, "communities/invitation.html", {"invitation": found, "community": found.community})
    accept = request.POST.get("accept") == "1"
    answer_invitation(actor=request.user, invitation=found, accept=accept)
    if not accept:
        messages.success(request, _("You have declined. Nobody is told."))
        return redirect("/communities/")
    messages.success(request, _("Welcome to %(name)s.") % {"name": found.community.name})
    return redirect(found.community)
