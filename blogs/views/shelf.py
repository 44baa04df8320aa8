"""Drafts and the trash: what only the author sees."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blogs.queries import posts
from blogs.views.autosave import autosave
from sns import publishing
from sns.entries.queries import taken_from
from sns.spaces.queries import moderators_of

SHOWN_MAX = 200


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The person's drafts and scheduled posts; POST is the editor's first automatic saving of a new one."""
    if request.method == "POST":
        return autosave(request)
    rows = list(posts.drafts(request.user)[:SHOWN_MAX])
    context = {
        "scheduled": [post for post in rows if post.publish_at],
        "drafts": [post for post in rows if not post.publish_at],
        "no_longer": {post.pk for post in rows if not posts.may_publish_there(request.user, post)},
    }
    return render(request, "blogs/drafts.html", context)


@require_safe
def trash(request: HttpRequest) -> HttpResponse:
    """What the person has deleted and can still take back, and what was taken from him, with the reason."""
    rows = list(posts.trash(request.user)[:SHOWN_MAX])
    now = timezone.now()
    for entry in rows:
        entry.days_left = max(0, settings.TRASH_DAYS - (now - entry.withdrawn_at).days)
    removed = list(taken_from(request.user)[:SHOWN_MAX])
    context = {"entries": rows, "removed": removed, "moderators": moderators_of(e.space_id for e in removed)}
    return render(request, "blogs/trash.html", context | {"trash_days": settings.TRASH_DAYS})


def trash_text() -> str:
    """What deleting means, said before it is done."""
    text = ngettext(
        "Nobody will see it any more. You can take it back from the trash for %(days)s day.",
        "Nobody will see it any more. You can take it back from the trash for %(days)s days.",
        settings.TRASH_DAYS,
    )
    return text % {"days": settings.TRASH_DAYS}


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first; then into the trash."""
    post = posts.get_editable_post(request.user, pk)
    if request.method != "POST":
        return render(request, "blogs/delete.html", {"post": post, "trash_text": trash_text()})
    publishing.withdraw(actor=request.user, entry=post)
    messages.success(request, _("It is in the trash. You can take it back from there."))
    return redirect("trash")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    post = posts.get_trashed_post(request.user, pk)
    publishing.restore(actor=request.user, entry=post)
    messages.success(request, _("It is back, as it was."))
    return redirect(post)
