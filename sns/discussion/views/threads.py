"""Following a thread."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sns.entries.queries import get_visible_entry
from sns.notifications.actions import set_watch


@require_POST
def watch(request, pk: int):
    """Hear of new comments on an entry, or no more."""
    entry = get_visible_entry(request.user, pk)
    on = request.POST.get("on") == "1"
    set_watch(user=request.user, entry=entry, on=on)
    messages.success(request, _("You will hear of new comments.") if on else _("This thread is muted for you."))
    return redirect(entry)
