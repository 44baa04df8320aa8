"""The history of a post, for its author."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blogs import actions
from blogs.queries.posts import get_editable_post
from sns.entries.diff import compare
from sns.entries.models import Revision
from sns.publishing import EditConflict

SHOWN_MAX = 300


@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saved text, and what changed between two of them (``?old=3&new=5``; default the last two)."""
    post = get_editable_post(request.user, pk)
    listed = list(post.revisions.select_related("editor").defer("body")[:SHOWN_MAX])
    new = _chosen(post, request.GET.get("new"), listed[:1])
    old = _chosen(post, request.GET.get("old"), [r for r in listed if new and r.version < new.version])
    context = {
        "post": post,
        "revisions": listed,
        "old": old,
        "new": new,
        "title_diff": compare(old.title, new.title) if old and new and old.title != new.title else None,
        "tags_gone": [tag for tag in old.tags if tag not in new.tags] if old and new else [],
        "tags_new": [tag for tag in new.tags if tag not in old.tags] if old and new else [],
        "diff_lines": compare(old.body, new.body) if old and new else None,
    }
    return render(request, "blogs/revisions.html", context)


@require_POST
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An older text becomes the present one, as a new revision."""
    post = get_editable_post(request.user, pk)
    try:
        actions.restore_revision(actor=request.user, post=post, version=version)
    except Revision.DoesNotExist:
        raise Http404 from None
    except EditConflict:
        messages.warning(request, _("The text was changed at this moment. Please look again."))
        return redirect(f"/posts/{pk}/revisions/")
    messages.success(request, _("The older text is the present one now."))
    return redirect(post)


def _chosen(post, version: str | None, otherwise: list[Revision]) -> Revision | None:
    """The revision an address names (404 for one that does not exist), or the first of ``otherwise``."""
    if not version:
        return otherwise[0] if otherwise else None
    found = post.revisions.filter(version=int(version)) if version.isdecimal() and len(version) < 10 else None
    revision = found.first() if found is not None else None
    if revision is None:
        raise Http404
    return revision
