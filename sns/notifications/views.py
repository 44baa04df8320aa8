"""The bell's list, what to be mailed about, and leaving a kind of mail from the mail itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sns.core.paging import Cursor, below, cut
from sns.notifications.actions import mark_seen
from sns.notifications.forms import MailForm
from sns.notifications.models import Notification, Verb
from sns.notifications.queries import lines_for
from sns.notifications.sentences import event_label, sentence
from sns.notifications.unsubscribe import read_token, stop_mail
from sns.notifications.wishes import set_mail, wants_mail

PAGE_SIZE = 30


def notification_list(request):
    before = Cursor.decode(request.GET.get("before"))
    rows = below(lines_for(request.user), before, ("at", "id"))[: PAGE_SIZE + 1]
    page = cut(list(rows), PAGE_SIZE, key=lambda line: (line.at, line.pk))
    lines = [(line, line_sentence(line)) for line in page.rows]
    template = "notifications/_lines.html" if request.htmx and before else "notifications/list.html"
    return render(request, template, {"lines": lines, "next": page.next})


def line_sentence(line: Notification) -> str:
    kind = line.entry.kind if line.entry else ""
    space = line.entry.space.name if line.entry else ""
    return sentence(Verb(line.verb), line.actor.name, line.others, kind, space)


def notification(request, pk: int):
    """Go to what a line speaks of; the line counts as read."""
    line = get_object_or_404(lines_for(request.user), pk=pk)
    Notification.objects.filter(pk=line.pk, read_at=None).update(read_at=timezone.now())
    return redirect(line.path)


@require_POST
def read_all(request):
    mark_seen(user=request.user)
    return redirect("notifications")


def preferences(request):
    form = MailForm(request.POST or None, wanted=wants_mail(request.user))
    if request.method == "POST" and form.is_valid():
        for verb, on in form.chosen().items():
            set_mail(user=request.user, verb=verb, on=on)
        messages.success(request, _("Saved."))
        return redirect("notification_preferences")
    return render(request, "notifications/preferences.html", {"form": form})


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address is the proof
@login_not_required
def unsubscribe(request, token: str):
    found = read_token(token)
    if found is None:
        raise Http404
    user, kinds = found
    with translation.override(user.language):
        if request.method == "POST":
            stop_mail(user=user, kinds=kinds)
        context = {"event": event_label(kinds[0]), "done": request.method == "POST"}
        return render(request, "notifications/unsubscribe.html", context)
