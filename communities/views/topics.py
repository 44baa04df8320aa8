"""Topics: read, write, change, take away; votes for ideas and what was decided on them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import topics as actions
from communities.forms.topics import DecisionForm, TopicForm
from communities.models import Community, Topic
from communities.queries import topics as queries
from communities.queries.communities import get_writable_community
from sns.core.ratelimit import POSTS, REACTIONS, TooFast
from sns.discussion.page import entry_page
from sns.entries.conflict import answered, conflict_page
from sns.people.models import User
from sns.publishing import EditConflict

ASKED = frozenset({Topic.Flavour.QUESTION, Topic.Flavour.IDEA, Topic.Flavour.GRATITUDE})


@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = queries.get_visible_topic(request.user, pk)
    except Http404:
        return _led_to_trash(request.user, pk)
    context = entry_page(request, found) | {"community": found.space.community}
    if found.is_idea:
        context |= {
            "voted": queries.has_voted(request.user, found),
            "decision": queries.decision_on(found),
        }
    return render(request, "communities/topic.html", context)


@require_safe
def topic_in_community(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    """The address below a community leads to the lasting one, wherever the topic stands today."""
    return redirect(queries.get_visible_topic(request.user, topic))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty topic; ``?flavour=question`` says of what sort."""
    community = get_writable_community(request.user, pk)
    if request.method != "POST":
        asked = request.GET.get("flavour", "")
        form = TopicForm(initial={"flavour": asked if asked in ASKED else ""})
        return _writing(request, form, community, None)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _writing(request, form, community, None, status=422)
    try:
        POSTS.take_turn(request.user)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_writing(request, form, community, None))
    data = form.cleaned_data
    written = actions.add_topic(
        actor=request.user, community=community, title=data["title"], body=data["body"], flavour=data["flavour"],
        tags=data["tags"], submission=data["submission"],
    )  # fmt: skip
    messages.success(request, _("Published."))
    return redirect(written)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.get_editable_topic(request.user, pk)
    community = found.space.community
    if community.is_archived:
        raise PermissionDenied
    if request.method != "POST":
        return _writing(request, TopicForm(entry=found), community, found)
    if request.POST.get("choice") == "theirs":
        return redirect(f"/topics/{pk}/edit/")
    form = TopicForm(answered(request), entry=found)
    if not form.is_valid():
        return _writing(request, form, community, found, status=422)
    return _change(request, form, community, found)


def _change(request: HttpRequest, form: TopicForm, community: Community, found: Topic) -> HttpResponse:
    data = form.cleaned_data
    try:
        POSTS.take_turn(request.user)
        changed = actions.change_topic(
            actor=request.user, topic=found, title=data["title"], body=data["body"], flavour=data["flavour"],
            tags=data["tags"], base_version=data["version"] or 0,
        )  # fmt: skip
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_writing(request, form, community, found))
    except EditConflict as conflict:
        return conflict_page(request, form, conflict.current, f"/topics/{found.pk}/edit/")
    messages.success(request, _("Saved."))
    return redirect(changed)


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Be for an idea (``on=1``) or no longer."""
    found = queries.get_visible_topic(request.user, pk)
    try:
        REACTIONS.take_turn(request.user)
    except TooFast as brake:
        return brake.mark(render(request, "errors/429.html", {"message": brake.message}))
    actions.set_vote(actor=request.user, topic=found, on=request.POST.get("on") == "1")
    if not request.htmx:
        return redirect(found)
    found.refresh_from_db(fields=["vote_count"])
    context = {"pk": pk, "votes": found.vote_count, "voted": queries.has_voted(request.user, found)}
    return render(request, "communities/topic_votes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator answers an idea."""
    found = queries.get_visible_topic(request.user, pk)
    if not found.is_idea:
        raise Http404
    if not queries.may_decide(request.user, found):
        raise PermissionDenied
    stored = queries.decision_on(found)
    initial = {"outcome": stored.outcome, "reason": stored.reason} if stored else None
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.decide(actor=request.user, topic=found, **form.cleaned_data)
        messages.success(request, _("Your answer stands under the idea."))
        return redirect(found)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/topic_decision.html", {"topic": found, "form": form}, status=status)


def _writing(request: HttpRequest, form: TopicForm, community: Community, entry: Topic | None, status: int = 200):
    action_url = f"/topics/{entry.pk}/edit/" if entry else f"/communities/{community.pk}/topics/new/"
    context = {"form": form, "community": community, "entry": entry, "action_url": action_url}
    return render(request, "communities/topic_write.html", context, status=status)


def _led_to_trash(user: User, pk: int) -> HttpResponse:
    """Who has thrown it away himself is led to where he can take it back; anybody else gets 404."""
    if Topic.objects.trash_of(user).filter(pk=pk).exists():
        return redirect("trash")
    raise Http404
