"""Administrators invite by mail; who is invited joins."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sns.ops.actions import join
from sns.people.forms.invitations import AcceptForm, InviteForm
from sns.people.invitation_links import find_invitation
from sns.people.invitations import InvitationClosed, Outcome, invite, send_again, send_all_again, withdraw_invitation
from sns.people.login import log_in
from sns.people.models import Invitation
from sns.people.permissions import can_invite

SHOWN = 200


def _may_invite(user) -> bool:
    if not can_invite(user):
        raise PermissionDenied
    return True


administrators_only = user_passes_test(_may_invite)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Everybody invited so far, and a form for more."""
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        _tell(request, invite(actor=request.user, **form.cleaned_data))
        return redirect("invitations")
    found = list(Invitation.objects.select_related("unit", "invited_by")[: SHOWN + 1])
    context = {
        "form": form,
        "invitations": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "waiting": Invitation.objects.unanswered().exists(),
    }
    return render(request, "people/invitations.html", context, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.invited:
        count = len(outcome.invited)
        text = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
        messages.success(request, text % {"count": count})
    if outcome.here:
        messages.info(request, _("Already here: %(addresses)s") % {"addresses": "、".join(outcome.here)})
    if outcome.left:
        text = _("Have left, and must be let in again by an administrator first: %(addresses)s")
        messages.warning(request, text % {"addresses": "、".join(outcome.left)})


@administrators_only
@require_POST
def send_one_again(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.unanswered(), pk=pk)
    send_again(invitation=invitation)
    messages.success(request, _("A new mail to %(address)s is on its way.") % {"address": invitation.email})
    return redirect("invitations")


@administrators_only
@require_POST
def send_every_one_again(request: HttpRequest) -> HttpResponse:
    count = send_all_again()
    text = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
    messages.success(request, text % {"count": count})
    return redirect("invitations")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.unanswered(), pk=pk)
    if request.method != "POST":
        return render(request, "people/invitation_withdraw.html", {"invitation": invitation})
    withdraw_invitation(actor=request.user, invitation=invitation)
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("invitations")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Join with the link of the mail. Whoever has the link has the mailbox."""
    invitation = find_invitation(secret)
    if invitation is None or invitation.accepted_at or invitation.is_expired:
        return _closed(request, invitation)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(invitation.language)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "invitation": invitation}
        return render(request, "people/invitation_accept.html", context, status=422 if form.is_bound else 200)
    return _join(request, invitation, form.cleaned_data)


def _join(request: HttpRequest, invitation: Invitation, data: dict) -> HttpResponse:
    fields = {name: data[name] for name in ("name", "reading", "language")}
    try:
        user = join(invitation=invitation, password=data["password1"], **fields)
    except InvitationClosed:
        return _closed(request, invitation)
    return log_in(request, user)


def _closed(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if invitation and invitation.accepted_at:
        title, text = _("You have joined already"), _("Please log in with your e-mail address and your password.")
    elif invitation:
        title = _("This invitation has expired")
        text = _("Please ask %(name)s to send it again.") % {"name": invitation.invited_by.name}
    else:
        title = _("This invitation is no longer valid")
        text = _("Perhaps it was withdrawn, or there is a newer mail with a newer link. Please ask who invited you.")
    return render(request, "people/invitation_closed.html", {"title": title, "text": text}, status=410)
