"""Members: the list, roles, adding many at once, parting, handing over."""

import csv
import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions.members import (
    add_people,
    answer_offer,
    offer_ownership,
    remove_member,
    set_role,
    withdraw_offer,
)
from communities.forms.members import AddForm, RemoveForm
from communities.models import Community, OwnershipOffer
from communities.permissions import can_invite, can_own_community, can_remove_member
from communities.queries.communities import get_visible_community
from communities.queries.joining import get_managed_community, get_member, get_offer
from communities.queries.members import attach_posts, members_of, page_of_members, rights
from communities.views.community import shell_context
from sns.people.models import User
from sns.people.staff.columns import guard
from sns.spaces.models import SpaceMember

CANDIDATES_MAX = 300


@require_safe
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who belongs to it in which role, and what each role may do."""
    community = get_visible_community(request.user, pk)
    page, following = page_of_members(community, request.GET.get("after"))
    context = shell_context(request, community)
    for member in page:
        member.may_remove = can_remove_member(request.user, community, member)
    context |= {
        "members": page,
        "next": f"?after={following}" if following else "",
        "may_invite": can_invite(request.user, community),
        "rights": rights(community),
        "offer": _open_offer(community),
    }
    return render(request, "communities/members.html", context)


def _open_offer(community: Community) -> OwnershipOffer | None:
    return OwnershipOffer.objects.filter(community=community, answered_at=None).select_related("to").first()


@require_POST
def role(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """The owner makes a member a moderator, or takes it back."""
    community = _owned(request, pk)
    member = get_member(community, user_pk)
    set_role(actor=request.user, community=community, user=member.user, role=request.POST.get("role", ""))
    messages.success(request, _("The role of %(name)s is changed.") % {"name": member.user.name})
    return redirect(f"/communities/{pk}/members/")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Part with a member, with a reason that he is told."""
    community = get_managed_community(request.user, pk)
    member = get_member(community, user_pk)
    if not can_remove_member(request.user, community, member):
        raise PermissionDenied
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        remove_member(actor=request.user, community=community, user=member.user, reason=reason)
        messages.success(request, _("%(name)s no longer belongs to the community.") % {"name": member.user.name})
        return redirect(f"/communities/{pk}/members/")
    context = shell_context(request, community) | {"form": form, "member": member}
    return render(request, "communities/remove.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let many people in at once, by their addresses or handles."""
    community = get_managed_community(request.user, pk)
    if community.is_archived:
        raise PermissionDenied
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        new = add_people(actor=request.user, community=community, users=form.cleaned_data["users"])
        text = ngettext("%(n)s new member.", "%(n)s new members.", len(new))
        messages.success(request, text % {"n": len(new)})
        return redirect(f"/communities/{pk}/members/")
    context = shell_context(request, community) | {"form": form, "unknown": getattr(form, "unknown", [])}
    return render(request, "communities/add.html", context, status=422 if form.is_bound else 200)


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The members as CSV, for their moderators; no addresses, which the directory does not show either."""
    community = get_managed_community(request.user, pk)
    found = list(members_of(community).order_by("rank", "user__reading", "user__name", "pk"))
    attach_posts(found)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([_("User name"), _("Name"), _("Reading"), _("Unit"), _("Title"), _("Role"), _("Joined")])
    lines.writerows([guard(cell) for cell in _cells(member)] for member in found)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="members-{pk}.csv"'
    return response


def _cells(member: SpaceMember) -> list[str]:
    user, posting = member.user, member.posting
    unit, title = (posting.unit.label, posting.title) if posting else ("", "")
    joined = timezone.localtime(member.joined_at).date().isoformat()
    return [user.handle, user.name, user.reading, unit, title, str(member.get_role_display()), joined]


@require_http_methods(["GET", "HEAD", "POST"])
def ownership(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the community to a member; without ``to`` the open offer is taken back."""
    community = _owned(request, pk)
    if request.method == "POST" and not request.POST.get("to"):
        withdraw_offer(actor=request.user, community=community)
        messages.success(request, _("The offer is taken back."))
        return redirect(f"/communities/{pk}/ownership/")
    if request.method == "POST":
        to = get_object_or_404(User, handle=request.POST["to"], memberships__space=community.space)
        offer_ownership(actor=request.user, community=community, to=to)
        messages.success(request, _("%(name)s is asked. Until the answer you stay the owner.") % {"name": to.name})
        return redirect(f"/communities/{pk}/ownership/")
    others = members_of(community).exclude(user=request.user).order_by("rank", "user__reading", "pk")
    context = shell_context(request, community) | {
        "candidates": list(others[:CANDIDATES_MAX]),
        "offer": _open_offer(community),
    }
    return render(request, "communities/ownership.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ownership_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The one who is asked takes over (accept=1) or declines."""
    community = get_visible_community(request.user, pk)
    offer = get_offer(request.user, community)
    if request.method != "POST":
        return render(request, "communities/ownership_answer.html", {"community": community, "offer": offer})
    accept = request.POST.get("accept") == "1"
    if not answer_offer(actor=request.user, offer=offer, accept=accept):
        messages.info(request, _("This offer is no longer open."))
    elif accept:
        messages.success(request, _("%(name)s is in your hands now.") % {"name": community.name})
    return redirect(f"/communities/{pk}/members/")


def _owned(request: HttpRequest, pk: int) -> Community:
    community = get_managed_community(request.user, pk)
    if not can_own_community(request.user, community):
        raise PermissionDenied
    return community
