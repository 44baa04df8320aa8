"""The history of a post, for its author."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blogs.queries.posts import get_editable_post
from sns.entries.history import history_page
from sns.entries.models import Revision
from sns.publishing import EditConflict, restore_revision


@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saved text, and what changed between two of them."""
    post = get_editable_post(request.user, pk)
    note = _("Only you see it. Each saving of the published text is kept.")
    return history_page(request, post, f"/posts/{pk}/revisions/", note)


@require_POST
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An older text becomes the present one, as a new revision."""
    post = get_editable_post(request.user, pk)
    try:
        restore_revision(actor=request.user, entry=post, version=version)
    except Revision.DoesNotExist:
        raise Http404 from None
    except EditConflict:
        messages.warning(request, _("The text was changed at this moment. Please look again."))
        return redirect(f"/posts/{pk}/revisions/")
    messages.success(request, _("The older text is the present one now."))
    return redirect(post)
