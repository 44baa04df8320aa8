"""Questions of the whole company, and the door to ask one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.models import Community
from sns.core.paging import Cursor, cut
from sns.discussion.queries import cards
from sns.home.questions import State, question_keys
from sns.home.views.feed import PAGE_SIZE

EMPTY = {State.UNANSWERED: "check", State.OPEN: "comment", State.SOLVED: "info"}


@require_safe
def questions(request: HttpRequest, state: str) -> HttpResponse:
    """One tab of the list; ``state`` is one of ``State``."""
    state = State(state)
    before = Cursor.decode(request.GET.get("before"))
    keys = question_keys(request.user, state, before=before.values if before else None, limit=PAGE_SIZE + 1)
    page = cut(keys, PAGE_SIZE, key=lambda key: key)
    context = {
        "state": state,
        "tabs": [(_address(one), one.label, one == state) for one in State],
        "items": cards(request.user, [pk for _time, pk in page.rows]),
        "next": page.next,
        "empty_icon": EMPTY[state],
    }
    return render(request, "home/_cards.html" if request.htmx and before else "home/questions.html", context)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Whom to ask: everybody, or a community one belongs to."""
    mine = Community.objects.of_member(request.user).filter(space__is_archived=False).select_related("space")
    return render(request, "home/ask.html", {"communities": mine.order_by("space__name")})


def _address(state: State) -> str:
    return "/questions/" if state == State.UNANSWERED else f"/questions/{state}/"
