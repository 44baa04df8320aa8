"""The directory of communities, and founding one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.actions.communities import found_community
from communities.forms.community import CommunityForm, SearchForm
from communities.queries.directory import (
    Wish,
    open_invitations,
    page_of_communities,
    shelves,
    suggested_communities,
)
from sns.core.ratelimit import COMMUNITIES, TooFast


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All communities that the reader may know of, or his own; htmx asks for the following pages."""
    form = SearchForm(request.GET)
    form.is_valid()  # nonsense asks for nothing
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    wish = Wish(**asked)
    page, following = page_of_communities(request.user, wish, request.GET.get("after"))
    query = _query(asked)
    context = {
        "form": form,
        "wish": wish,
        "asked": bool(wish.q or wish.category),
        "communities": page,
        "next": f"?{_query(asked, after=following)}" if following else "",
        "query": query,
        "everything": _query({name: value for name, value in asked.items() if name == "sort"}),
    }
    if request.htmx and request.GET.get("after"):
        return render(request, "communities/_directory_rows.html", context)
    context |= {
        "shelves": shelves(request.user),
        "suggested": suggested_communities(request.user),
        "invitations": list(open_invitations(request.user)[:5]),
    }
    return render(request, "communities/directory.html", context)


def _query(asked: dict, **more: str) -> str:
    """The filters as they stand in an address."""
    values = {name: value.pk if name == "category" else value for name, value in asked.items()}
    if values.pop("mine", None):
        values["mine"] = "on"
    return urlencode(values | more)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Found a community; a double click founds one."""
    if request.method != "POST":
        return render(request, "communities/edit.html", {"form": CommunityForm()})
    form = CommunityForm(request.POST)
    if not form.is_valid():
        return render(request, "communities/edit.html", {"form": form}, status=422)
    try:
        COMMUNITIES.take_turn(request.user)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(render(request, "communities/edit.html", {"form": form}))
    submission = form.cleaned_data["submission"]
    community = found_community(actor=request.user, description=form.description(), submission=submission)
    messages.success(request, _("The community is founded. Write a first line, then invite people."))
    return redirect(community)
