"""Polls: those of a community, asking, voting, closing."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import polls as actions
from communities.forms.polls import PollForm
from communities.models import Community, Poll
from communities.permissions import can_write_in
from communities.queries.communities import get_visible_community, get_writable_community, require_tool
from communities.queries.polls import get_visible_poll, polls_page, result_for
from sns.core.paging import Cursor, cut
from sns.core.ratelimit import POSTS, REACTIONS, TooFast
from sns.discussion.page import entry_page
from sns.entries.conflict import answered, conflict_page
from sns.publishing import EditConflict, may_edit
from sns.spaces.permissions import role_in

PAGE_SIZE = 20


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """The polls of a community, newest first."""
    community = get_visible_community(request.user, pk)
    require_tool(community, Community.Tool.POLLS)
    before = Cursor.decode(request.GET.get("before"))
    found = polls_page(request.user, pk, before, PAGE_SIZE + 1)
    page = cut(found, PAGE_SIZE, key=lambda poll: (poll.published_at, poll.pk))
    context = {
        "community": community,
        "role": role_in(request.user, pk),
        "polls": page.rows,
        "next": page.next,
        "may_write": can_write_in(request.user, community),
    }
    return render(request, "communities/polls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something in a community."""
    community = get_writable_community(request.user, pk)
    require_tool(community, Community.Tool.POLLS)
    if request.method == "POST":
        return _handle(request, community, None)
    return _editor(request, PollForm(), community, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    poll = get_visible_poll(request.user, pk)
    if not may_edit(request.user, poll) or poll.is_closed:
        raise PermissionDenied
    community = get_writable_community(request.user, poll.space_id)
    if request.method == "POST":
        return _handle(request, community, poll)
    return _editor(request, PollForm(entry=poll), community, poll)


@require_safe
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """The question with its options, or with the result as far as the reader may see it."""
    found = get_visible_poll(request.user, pk)
    return render(request, "communities/poll.html", _page(request, found))


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose; in an open poll also choose anew."""
    found = get_visible_poll(request.user, pk)
    chosen = [int(value) for value in request.POST.getlist("option") if value.isdecimal() and len(value) < 19]
    try:
        REACTIONS.take_turn(request.user)
        actions.vote(actor=request.user, poll=found, options=chosen)
    except TooFast as brake:
        return brake.mark(_again(request, found, brake.message))
    except actions.WrongChoice:
        text = _("Please choose at least one option.") if found.multiple else _("Please choose one option.")
        return _again(request, found, text)
    except actions.PollClosed:
        messages.info(request, _("The poll had closed already; your vote was not counted."))
    except actions.AlreadyVoted:
        messages.info(request, _("Your vote had been counted already. An anonymous vote cannot be changed."))
    else:
        messages.success(request, _("Your vote is counted. Thank you."))
    return redirect(found)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its time."""
    found = get_visible_poll(request.user, pk)
    actions.close_poll(actor=request.user, poll=found)
    messages.success(request, _("The poll is closed. Those who voted are told."))
    return redirect(found)


def _page(request: HttpRequest, found: Poll) -> dict:
    result = result_for(request.user, found)
    may_vote = actions.can_vote(request.user, found) and not found.is_closed
    changing = "change" in request.GET and not found.anonymous
    return entry_page(request, found) | {
        "entry": found,
        "result": result,
        "show_ballot": may_vote and (not result.has_voted or changing),
        "may_change": may_vote and result.has_voted and not found.anonymous,
        "may_close": actions.can_close(request.user, found) and not found.is_closed,
        "error": "",
    }


def _again(request: HttpRequest, found: Poll, error: str) -> HttpResponse:
    return render(request, "communities/poll.html", _page(request, found) | {"error": error}, status=422)


def _handle(request: HttpRequest, community: Community, stored: Poll | None) -> HttpResponse:
    form = PollForm(answered(request), entry=stored)
    if stored and request.POST.get("choice") == "theirs":
        return redirect(f"/polls/{stored.pk}/edit/")
    if not form.is_valid():
        return _editor(request, form, community, stored, status=422)
    try:
        POSTS.take_turn(request.user)
        saved = _revise(request, form, stored) if stored else _publish(request, form, community)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_editor(request, form, community, stored))
    except actions.PollStarted:
        text = _("Somebody has voted already, so the question, its options and its rules stay as they are. You can add an explanation or move the end.")  # fmt: skip  # noqa: E501
        form.add_error(None, text)
        return _editor(request, form, community, stored, status=422)
    except actions.PollClosed:
        messages.info(request, _("The poll has closed; it is kept as it is."))
        return redirect(stored)
    except EditConflict as conflict:
        return conflict_page(request, form, conflict.current, f"/polls/{conflict.current.pk}/edit/")
    messages.success(request, _("Saved.") if stored else _("Published."))
    return redirect(saved)


def _publish(request: HttpRequest, form: PollForm, community: Community) -> Poll:
    """The new poll; the same form sent twice makes one."""
    data = form.cleaned_data
    mine = Poll.objects.filter(author=request.user, submission=data["submission"])
    if data["submission"] and (sent := mine.first()):
        return sent
    written = Poll(kind=Poll.Kind.POLL, author=request.user, space=community.space, submission=data["submission"])
    try:
        return actions.publish_poll(
            actor=request.user, poll=form.fill(written), options=data["options"], tags=data["tags"]
        )
    except IntegrityError:
        if sent := mine.first():
            return sent
        raise BadRequest from None  # the number of somebody else's form


def _revise(request: HttpRequest, form: PollForm, stored: Poll) -> Poll:
    data = form.cleaned_data
    version = data["version"] or stored.version
    return actions.revise_poll(
        actor=request.user, poll=form.fill(stored), options=data["options"], tags=data["tags"], base_version=version
    )


def _editor(
    request: HttpRequest, form: PollForm, community: Community, stored: Poll | None, *, status: int = 200
) -> HttpResponse:
    action = f"/polls/{stored.pk}/edit/" if stored else f"/communities/{community.pk}/polls/new/"
    context = {"form": form, "entry": stored, "community": community, "action_url": action}
    return render(request, "communities/poll_write.html", context, status=status)
