"""Closing the comments below an entry with a reason that everybody reads, and opening them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sns.discussion.closing import can_close_thread, close_thread, closure_of, open_thread
from sns.discussion.forms import ClosureForm
from sns.entries.queries import get_visible_entry


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then close (``on=1``); ``on=0`` opens again."""
    entry = get_visible_entry(request.user, pk)
    if not can_close_thread(request.user, entry):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("on") == "0":
        open_thread(actor=request.user, entry=entry)
        messages.success(request, _("People can comment again."))
        return redirect(f"{entry.get_absolute_url()}#comments")
    stored = closure_of(entry)
    form = ClosureForm(request.POST or None, initial={"reason": stored.reason if stored else ""})
    if request.method == "POST" and form.is_valid():
        close_thread(actor=request.user, entry=entry, reason=form.cleaned_data["reason"])
        messages.success(request, _("The comments are closed."))
        return redirect(f"{entry.get_absolute_url()}#comments")
    status = 422 if request.method == "POST" else 200
    context = {"entry": entry, "form": form, "closure": stored}
    return render(request, "discussion/closure.html", context, status=status)
