"""Taking an entry away, by its author or a moderator, and taking it back out of the trash."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sns import publishing
from sns.discussion.forms import ReasonForm
from sns.entries.models import Entry
from sns.entries.queries import get_visible_entry
from sns.spaces.permissions import can_moderate


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first. The author's own goes into his trash; a moderator gives a reason, which the author is told."""
    entry = get_visible_entry(request.user, pk)
    if entry.kind == Entry.Kind.PAGE:
        return redirect("page-delete", pk)  # which says what becomes of the pages below it
    is_author = entry.author_id == request.user.pk
    if not is_author and not can_moderate(request.user, entry.space):
        raise PermissionDenied
    form = None if is_author else ReasonForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        publishing.withdraw(actor=request.user, entry=entry, reason=form.cleaned_data["reason"] if form else "")
        if is_author:
            messages.success(request, _("It is in the trash. You can take it back from there."))
            return redirect("trash")
        messages.success(request, _("It is gone, and the author has been told why."))
        return redirect(entry.space.community if hasattr(entry.space, "community") else "/")
    status = 422 if request.method == "POST" else 200
    context = {"entry": entry, "form": form, "trash_text": _trash_text()}
    return render(request, "communities/topic_delete.html", context, status=status)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of one's own trash, as it was."""
    entry = Entry.objects.trash_of(request.user).select_related("author", "space").filter(pk=pk).first()
    if entry is None:
        raise Http404
    publishing.restore(actor=request.user, entry=entry)
    messages.success(request, _("It is back, as it was."))
    return redirect(entry if entry.published_at else "trash")


def _trash_text() -> str:
    text = ngettext(
        "Nobody will see it any more. You can take it back from the trash for %(days)s day.",
        "Nobody will see it any more. You can take it back from the trash for %(days)s days.",
        settings.TRASH_DAYS,
    )
    return text % {"days": settings.TRASH_DAYS}
