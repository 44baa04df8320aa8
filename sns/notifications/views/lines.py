"""The bell's list."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sns.core.paging import Cursor, below, cut
from sns.notifications.actions import mark_seen
from sns.notifications.models import Verb
from sns.notifications.queries import lines_for
from sns.notifications.sentences import about, line_sentence

PAGE_SIZE = 30


def notification_list(request):
    before = Cursor.decode(request.GET.get("before"))
    rows = below(lines_for(request.user), before, ("at", "id"))[: PAGE_SIZE + 1]
    page = cut(list(rows), PAGE_SIZE, key=lambda line: (line.at, line.pk))
    lines = [(line, line_sentence(line), about(Verb(line.verb), line.entry, line.space)) for line in page.rows]
    template = "notifications/_lines.html" if request.htmx and before else "notifications/list.html"
    return render(request, template, {"lines": lines, "next": page.next})


def notification(request, pk: int):
    """Go to what a line speaks of; the line counts as read."""
    line = get_object_or_404(lines_for(request.user), pk=pk)
    mark_seen(user=request.user, line=line)
    return redirect(line.path)


@require_POST
def read_all(request):
    mark_seen(user=request.user)
    return redirect("notifications")
