"""The pages of one community: talk, about, files, its description, its archive, its feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.actions.communities import CommunityConflict, edit_community, set_archived
from communities.forms.community import CommunityForm, stored_otherwise
from communities.models import Community
from communities.permissions import can_manage_community, can_own_community, can_write_in
from communities.queries.communities import get_listed_community, get_visible_community, require_tool
from communities.queries.events import next_events
from communities.queries.files import page_of_files
from communities.queries.joining import get_managed_community, own_request
from communities.queries.members import leading_and_newest, leading_members, rights
from communities.queries.talk import talk_page
from sns.core.paging import Cursor
from sns.discussion.queries import cards
from sns.entries.feeds import address_page, feed_answer, reader_of
from sns.entries.models import Entry
from sns.spaces.permissions import role_in
from sns.spaces.queries import may_see


@require_safe
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written in the community, the newest first; to a stranger of a closed one, its door."""
    community = get_listed_community(request.user, pk)
    if not may_see(request.user, community.space):
        return _door(request, community)
    after = Cursor.decode(request.GET.get("after"))
    page = talk_page(request.user, pk, after)
    found = cards(request.user, [*page.pinned, *page.ids])
    first = len(page.pinned)
    context = shell_context(request, community) | {
        "pinned": found[:first],
        "cards": found[first:],
        "next": f"?after={page.next}" if page.next else "",
    }
    if request.htmx and after:
        return render(request, "communities/_talk_rows.html", context)
    context["doors"] = write_doors(community, context["manages"]) if context["may_write"] else []
    return render(request, "communities/community.html", context | _rail(request, community))


def write_doors(community: Community, manages: bool) -> list[tuple[str, str, str]]:
    """(address, icon, label) of everything a member can begin here."""
    base, tools = community.get_absolute_url(), community.tools
    doors = [
        (f"{base}topics/new/", "comment", _("Topic")),
        (f"{base}topics/new/?flavour=question", "info", _("Question")),
        (f"{base}topics/new/?flavour=idea", "leaf", _("Idea")),
        (f"/posts/new/?space={community.pk}", "pen", _("Blog post")),
    ]
    if Community.Tool.EVENTS in tools:
        doors.append((f"{base}events/new/", "calendar", _("Event")))
    if Community.Tool.POLLS in tools:
        doors.append((f"{base}polls/new/", "chart", _("Poll")))
    if Community.Tool.HANDBOOK in tools:
        doors.append((f"{base}handbook/new/", "list", _("Handbook page")))
    if manages:
        doors.append((f"/notices/new/?space={community.pk}", "bell", _("Notice")))
    return doors


def shell_context(request: HttpRequest, community: Community) -> dict:
    """What ``communities/_shell.html`` and its pages ask for."""
    user = request.user
    return {
        "community": community,
        "role": role_in(user, community.pk),
        "may_write": can_write_in(user, community),
        "manages": can_manage_community(user, community),
        "owns": can_own_community(user, community),
        "waiting_count": community.waiting_count if can_manage_community(user, community) else 0,
    }


def _rail(request: HttpRequest, community: Community) -> dict:
    leading, faces = leading_and_newest(community)
    return {
        "leading": leading,
        "faces": faces,
        "events": next_events(request.user, [community.pk]) if Community.Tool.EVENTS in community.tools else [],
    }


def _door(request: HttpRequest, community: Community) -> HttpResponse:
    context = shell_context(request, community) | {
        "leading": leading_members(community),
        "own_request": own_request(request.user, community),
        "tags": list(community.tags.order_by("label")),
    }
    return render(request, "communities/door.html", context)


@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Purpose, charter, who looks after it, and who may do what."""
    community = get_listed_community(request.user, pk)
    context = shell_context(request, community) | {
        "leading": leading_members(community),
        "tags": list(community.tags.order_by("label")),
        "rights": rights(community),
    }
    return render(request, "communities/about.html", context)


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    community = get_visible_community(request.user, pk)
    require_tool(community, Community.Tool.FILES)
    page = page_of_files(community, Cursor.decode(request.GET.get("after")))
    context = shell_context(request, community) | {
        "files": page.rows,
        "next": f"?after={page.next}" if page.next else "",
    }
    return render(request, "communities/files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the description; of two editors the second sees what the first has saved, and his own text."""
    community = get_managed_community(request.user, pk)
    is_owner = can_own_community(request.user, community)
    form = CommunityForm(request.POST or None, community=community, is_owner=is_owner)
    context = shell_context(request, community) | {"form": form}
    if request.method != "POST":
        return render(request, "communities/edit.html", context)
    if not form.is_valid():
        return render(request, "communities/edit.html", context, status=422)
    version = form.cleaned_data["version"] or 0
    try:
        edit_community(actor=request.user, community=community, description=form.description(), base_version=version)
    except CommunityConflict as conflict:
        context["stored"] = stored_otherwise(form, conflict.current)
        form.data = request.POST.copy()
        form.data["version"] = str(conflict.current.version)  # saving again is meant, now that both are seen
        return render(request, "communities/edit.html", context, status=409)
    messages.success(request, _("Saved."))
    return redirect(f"/communities/{pk}/about/")


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make read-only (on=1) or let live again (on=0)."""
    community = get_managed_community(request.user, pk)
    if not can_own_community(request.user, community):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "communities/archive.html", shell_context(request, community))
    on = request.POST.get("on") == "1"
    set_archived(actor=request.user, community=community, on=on)
    messages.success(request, _("The community is archived.") if on else _("The community lives again."))
    return redirect(community)


@login_not_required
@require_safe
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """What the token's owner may read in the community, as Atom; 404 for everybody else."""
    reader = reader_of(request)
    community = get_listed_community(reader, pk)
    if not may_see(reader, community.space):
        raise Http404
    entries = Entry.objects.visible_to(reader).filter(space_id=pk)
    return feed_answer(request, reader, entries, community.name, community.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def feed_address(request: HttpRequest, pk: int) -> HttpResponse:
    community = get_visible_community(request.user, pk)
    path = community.get_absolute_url()
    return address_page(request, folder=path, back=path, label=community.name, section="communities")
