"""The ideas of a community, most votes first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.models import IdeaDecision
from communities.permissions import can_write_in
from communities.queries.communities import get_visible_community
from communities.queries.topics import OPEN, ideas_of
from sns.spaces.permissions import role_in


@require_safe
def ideas(request: HttpRequest, pk: int) -> HttpResponse:
    """``?state=`` is open (most votes first), taken_up or not_now."""
    community = get_visible_community(request.user, pk)
    state = request.GET.get("state", OPEN)
    state = state if state in IdeaDecision.Outcome.values else OPEN
    after = request.GET.get("after", "")
    context = {
        "community": community,
        "role": role_in(request.user, community.pk),
        "may_write": can_write_in(request.user, community),
        "state": state,
        "outcomes": IdeaDecision.Outcome.choices,
        "page": ideas_of(request.user, community, state=state, after=after),
        "path": f"/communities/{pk}/ideas/",
    }
    fragment = request.htmx and after
    return render(request, "communities/topic_ideas_rows.html" if fragment else "communities/topic_ideas.html", context)
