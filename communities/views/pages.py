"""The handbook of a community: its tree, a page, writing and moving pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions.pages import NoPlace, add_page, change_page, place_page, remove_page
from communities.forms.pages import PageForm, PlaceForm
from communities.models import Community, Page
from communities.permissions import can_write_in
from communities.queries.communities import get_visible_community, get_writable_community, require_tool
from communities.queries.pages import get_editable_page, get_visible_page, handbook, last_change
from sns.core.ratelimit import POSTS, TooFast
from sns.discussion.forms import ReasonForm
from sns.discussion.page import entry_page
from sns.entries.conflict import answered, conflict_page
from sns.publishing import EditConflict, may_edit
from sns.spaces.permissions import can_moderate, role_in


@require_safe
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Every page of the handbook in its order."""
    community = get_visible_community(request.user, pk)
    require_tool(community, Community.Tool.HANDBOOK)
    context = {
        "community": community,
        "role": role_in(request.user, community.pk),
        "tree": handbook(community.pk),
        "may_write": can_write_in(request.user, community),
    }
    return render(request, "communities/handbook.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_page(request.user, pk)
    book = handbook(found.space_id)
    node = book.by_pk[found.pk]
    previous, following = book.neighbours(node)
    siblings = book.siblings(node)
    context = entry_page(request, found) | {
        "entry": found,
        "community": found.space.community,
        "tree": book,
        "node": node,
        "previous": previous,
        "following": following,
        "position": siblings.index(node),
        "last_position": len(siblings) - 1,
        "may_write": may_edit(request.user, found),
        "last_change": last_change(found),
    }
    return render(request, "communities/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new page; ``?parent=`` says below which one."""
    community = get_writable_community(request.user, pk)
    require_tool(community, Community.Tool.HANDBOOK)
    book = handbook(community.pk)
    if request.method != "POST":
        form = PageForm(tree=book, initial={"parent": request.GET.get("parent", "")})
        return _editor(request, form, community, None)
    form = PageForm(request.POST, tree=book)
    if not form.is_valid():
        return _editor(request, form, community, None, status=422)
    try:
        POSTS.take_turn(request.user)
        data = form.cleaned_data
        written = add_page(
            actor=request.user, community=community, title=data["title"], body=data["body"], tags=data["tags"],
            parent_id=data["parent"], submission=data["submission"],
        )  # fmt: skip
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_editor(request, form, community, None))
    except NoPlace as problem:
        form.add_error("parent", str(problem))
        return _editor(request, form, community, None, status=422)
    messages.success(request, _("Published."))
    return redirect(written)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_editable_page(request.user, pk)
    community = found.space.community
    if request.method != "POST":
        return _editor(request, PageForm(entry=found), community, found)
    if request.POST.get("choice") == "theirs":
        return redirect(found)
    form = PageForm(answered(request), entry=found)
    if not form.is_valid():
        return _editor(request, form, community, found, status=422)
    try:
        POSTS.take_turn(request.user)
        data = form.cleaned_data
        change_page(
            actor=request.user, page=found, title=data["title"], body=data["body"], tags=data["tags"],
            base_version=data["version"] or 0,
        )  # fmt: skip
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_editor(request, form, community, found))
    except EditConflict as conflict:
        if (conflict.current.title, conflict.current.body) == (data["title"], data["body"]):
            return redirect(found)  # the same form once more
        return conflict_page(request, form, conflict.current, f"/pages/{pk}/edit/")
    messages.success(request, _("Saved."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another place in the tree, with all that hangs on the page."""
    found = get_editable_page(request.user, pk)
    book = handbook(found.space_id)
    node = book.by_pk[found.pk]
    form = PlaceForm(request.POST or None, tree=book, node=node)
    if request.method == "POST" and form.is_valid():
        parent_id, position = form.place()
        try:
            place_page(actor=request.user, page=found, parent_id=parent_id, position=position)
        except NoPlace as problem:
            form.add_error("parent", str(problem))
        else:
            messages.success(request, _("The page has been moved."))
            return redirect(found)
    context = {"page": found, "node": node, "form": form}
    return render(request, "communities/page_move.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons "up" and "down": ``position`` is the place wanted among the neighbours, counted from 0."""
    found = get_editable_page(request.user, pk)
    node = handbook(found.space_id).by_pk[found.pk]
    asked = request.POST.get("position", "")
    position = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    place_page(actor=request.user, page=found, parent_id=node.parent.pk if node.parent else None, position=position)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove; a moderator gives the author a reason."""
    found = get_visible_page(request.user, pk)
    is_author = request.user.pk == found.author_id
    if not is_author and not can_moderate(request.user, found.space):
        raise PermissionDenied
    form = None if is_author else ReasonForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        remove_page(actor=request.user, page=found, reason=form.cleaned_data["reason"] if form else "")
        messages.success(
            request,
            _("It is in the trash. You can take it back from there.")
            if is_author
            else _("It is removed, and the author is told."),
        )
        return redirect("handbook", found.space_id)
    context = {"page": found, "node": handbook(found.space_id).by_pk[found.pk], "form": form}
    return render(request, "communities/page_delete.html", context, status=422 if request.method == "POST" else 200)


def _editor(
    request: HttpRequest, form: PageForm, community: Community, found: Page | None, status: int = 200
) -> HttpResponse:
    action_url = f"/pages/{found.pk}/edit/" if found else f"/communities/{community.pk}/handbook/new/"
    context = {"form": form, "community": community, "entry": found, "action_url": action_url}
    return render(request, "communities/page_write.html", context, status=status)
