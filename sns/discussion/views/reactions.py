"""Reactions under entries and comments, and who reacted."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sns.core.ratelimit import REACTIONS, TooFast
from sns.discussion.actions import set_reaction
from sns.discussion.models import Comment, Reaction
from sns.discussion.queries import reaction_states
from sns.discussion.views.comments import get_visible_comment
from sns.entries.models import Entry
from sns.entries.queries import get_visible_entry

SHOWN = 200


@require_POST
def entry_reaction(request, pk: int, kind: str):
    return _react(request, get_visible_entry(request.user, pk), None, kind)


@require_POST
def comment_reaction(request, pk: int, kind: str):
    comment = get_visible_comment(request.user, pk)
    return _react(request, comment.entry, comment, kind)


def entry_reactions(request, pk: int):
    entry = get_visible_entry(request.user, pk)
    return _who(request, Reaction.objects.filter(entry=entry, comment=None), entry.get_absolute_url())


def comment_reactions(request, pk: int):
    comment = get_visible_comment(request.user, pk)
    return _who(request, Reaction.objects.filter(comment=comment), comment.get_absolute_url())


def _react(request, entry: Entry, comment: Comment | None, kind: str):
    if kind not in Reaction.Kind.values:
        raise Http404
    try:
        REACTIONS.take_turn(request.user)
    except TooFast as brake:
        return brake.mark(render(request, "errors/429.html", {"message": brake.message}))
    set_reaction(actor=request.user, entry=entry, comment=comment, kind=kind, on=request.POST.get("on") == "1")
    if not request.htmx:
        return redirect(comment or entry)
    target = comment or entry
    target.refresh_from_db(fields=["reaction_counts"])
    mine = Reaction.objects.filter(entry=entry, comment=comment, user=request.user).values_list("kind", flat=True)
    context = {
        "states": reaction_states(target.reaction_counts, mine, _path(target)),
        "full": "full" in request.GET,
        "small": comment is not None,
    }
    return render(request, "discussion/_reactions_of.html", context)


def _path(target: Entry | Comment) -> str:
    return f"/{'comments' if isinstance(target, Comment) else 'entries'}/{target.pk}/"


def _who(request, reactions, back: str):
    rows = reactions.select_related("user").order_by("kind", "-id")[:SHOWN]
    groups = {kind: [] for kind in Reaction.Kind.values}
    for row in rows:
        groups[row.kind].append(row.user)
    shown = [(kind, Reaction.Kind(kind).label, people) for kind, people in groups.items() if people]
    return render(request, "discussion/reactors.html", {"groups": shown, "back": back})
