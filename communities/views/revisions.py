"""The history of whatever a community publishes, for those who may change it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.models import Poll
from sns.entries.history import history_page
from sns.entries.models import Entry, Revision
from sns.entries.queries import get_visible_entry
from sns.people.models import User
from sns.publishing import SHARED_KINDS, EditConflict, may_edit, restore_revision


def _get_editable_entry(user: User, pk: int) -> Entry:
    entry = get_visible_entry(user, pk)
    if not may_edit(user, entry):
        raise PermissionDenied
    return entry


@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saved text, and what changed between two of them."""
    entry = _get_editable_entry(request.user, pk)
    if entry.kind in SHARED_KINDS:
        note = _("Everybody who may write here sees it. Each saving is kept.")
    else:
        note = _("Only you see it. Each saving of the published text is kept.")
    return history_page(request, entry, f"/entries/{pk}/revisions/", note)


@require_POST
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An older text becomes the present one, as a new revision."""
    entry = _get_editable_entry(request.user, pk)
    if Poll.objects.filter(pk=pk, voter_count__gt=0).exists():
        raise PermissionDenied  # people have answered the question as it stands
    try:
        restore_revision(actor=request.user, entry=entry, version=version)
    except Revision.DoesNotExist:
        raise Http404 from None
    except EditConflict:
        messages.warning(request, _("The text was changed at this moment. Please look again."))
        return redirect(f"/entries/{pk}/revisions/")
    messages.success(request, _("The older text is the present one now."))
    return redirect(entry)
