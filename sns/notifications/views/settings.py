"""What one is told, where, when, and of which communities and threads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sns.core.paging import Cursor, below, cut
from sns.entries.queries import get_visible_entry
from sns.notifications.actions import forget_watch, set_watch
from sns.notifications.forms import GROUPS, TimesForm, chosen_channels
from sns.notifications.models import SpaceLevel
from sns.notifications.queries import spaces_with_levels, watches_of
from sns.notifications.sentences import event_label
from sns.notifications.wishes import (
    ALWAYS_IN_THE_BELL,
    channels_of,
    set_channels,
    set_level,
    set_levels,
    set_times,
    times_of,
)
from sns.spaces.models import Space

PAGE_SIZE = 30


def preferences(request):
    """The grid of event × channel."""
    if request.method == "POST":
        set_channels(user=request.user, chosen=chosen_channels(request.POST))
        messages.success(request, _("Saved."))
        return redirect("notification_preferences")
    channels = channels_of(request.user)
    groups = [
        (label, [(verb, event_label(verb), channels[verb], verb in ALWAYS_IN_THE_BELL) for verb in verbs])
        for label, verbs in GROUPS
    ]
    return render(request, "notifications/preferences.html", {"groups": groups})


def times(request):
    """Working hours and the summary."""
    form = TimesForm(request.POST or None, instance=times_of(request.user))
    if request.method == "POST" and form.is_valid():
        set_times(times=form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect("notification_times")
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/times.html", {"form": form}, status=status)


def spaces(request):
    """How closely one follows each of one's communities and units."""
    rows = spaces_with_levels(request.user)
    if request.method == "POST":
        wishes = {space.pk: request.POST.get(f"space-{space.pk}", "") for space, _level in rows}
        set_levels(actor=request.user, levels=wishes)
        messages.success(request, _("Saved."))
        return redirect("notification_spaces")
    return render(request, "notifications/spaces.html", {"rows": rows, "levels": SpaceLevel.Level.choices})


@require_POST
def space_level(request, pk: int):
    """The same for one space, from its own page."""
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    level = request.POST.get("level", "")
    if level not in SpaceLevel.Level.values:
        raise Http404
    set_level(actor=request.user, space=space, level=level)
    messages.success(request, _("Saved."))
    return redirect(_way_back(request) or "notification_spaces")


def threads(request):
    """The threads one follows, or the muted ones, the latest first."""
    muted = request.GET.get("show") == "muted"
    before = Cursor.decode(request.GET.get("before"))
    rows = below(watches_of(request.user, muted=muted), before, ("created_at", "id"))[: PAGE_SIZE + 1]
    page = cut(list(rows), PAGE_SIZE, key=lambda watch: (watch.created_at, watch.pk))
    template = "notifications/_threads.html" if request.htmx and before else "notifications/threads.html"
    more = f"?{'show=muted&' if muted else ''}before={page.next}" if page.next else ""
    return render(request, template, {"watches": page.rows, "more_href": more, "muted": muted})


@require_POST
def thread(request, pk: int):
    """Follow a thread (``state=on``), mute it (``muted``) or do neither (``off``)."""
    entry = get_visible_entry(request.user, pk)
    state = request.POST.get("state")
    if state == "off":
        forget_watch(user=request.user, entry=entry)
    else:
        set_watch(user=request.user, entry=entry, on=state != "muted")
    return redirect(_way_back(request) or "notification_threads")


def _way_back(request) -> str:
    """The address of ours that the form came from; never one of somebody else."""
    wish = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if ours else ""
