"""Leaving some kinds of mail from the mail itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sns.notifications.sentences import event_label
from sns.notifications.unsubscribe import DIGEST, read_token, resume_mail, stop_mail


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address is the proof
@login_not_required
def unsubscribe(request, token: str):
    """Ask (GET), stop these kinds of mail (POST), or bring back what was stopped (POST with ``undo``)."""
    found = read_token(token)
    if found is None:
        raise Http404
    user, kinds = found
    with translation.override(user.language):
        context = {"kinds": [_name(kind) for kind in kinds], "state": "ask"}
        if request.method == "POST" and "undo" in request.POST:
            resume_mail(user=user, kinds=kinds, stopped=request.POST.getlist("undo"))
            context["state"] = "resumed"
        elif request.method == "POST":
            context |= {"stopped": stop_mail(user=user, kinds=kinds), "state": "stopped"}
        return render(request, "notifications/unsubscribe.html", context)


def _name(kind: str) -> str:
    return _("The summary of what is new") if kind == DIGEST else event_label(kind)
