"""Moving an entry from one space to another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.forms.topics import MoveForm
from communities.queries.topics import move_targets
from sns.entries.queries import get_visible_entry
from sns.publishing import MOVED_TO, move
from sns.spaces.permissions import can_moderate


@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask where to, then move; only places where the person may write are ever named."""
    entry = get_visible_entry(request.user, pk)
    own = entry.author_id == request.user.pk or can_moderate(request.user, entry.space)
    if entry.kind not in MOVED_TO or not own:
        raise PermissionDenied
    targets = move_targets(request.user, entry)
    form = MoveForm(request.POST or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        space = next(space for space in targets if space.pk == form.cleaned_data["space"])
        moved = move(actor=request.user, entry=entry, space=space)
        messages.success(request, _("It stands in “%(space)s” now, with everything on it.") % {"space": space.name})
        return redirect(moved)
    status = 422 if request.method == "POST" else 200
    context = {"entry": entry, "form": form, "targets": targets}
    return render(request, "communities/topic_move.html", context, status=status)
