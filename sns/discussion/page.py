"""What the page of any entry shows around its text; blogs have a statement of their own for it."""

from django.http import HttpRequest

from sns.discussion.queries import cards
from sns.discussion.trackbacks import trackback_door
from sns.discussion.views.comments import thread_context
from sns.entries.actions import mark_read
from sns.entries.models import Entry
from sns.links.queries import backlinks, surroundings
from sns.notifications.models import Watch

BACKLINKS_MAX = 20


def is_reading(request: HttpRequest) -> bool:
    """Not for a browser that fetches ahead or asks for the head only."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose and "prerender" not in purpose


def entry_page(request: HttpRequest, entry: Entry) -> dict:
    """Context of ``discussion/entry.html`` for an entry that the person may read; opening it counts as reading.

    Six queries: the card (author, unit, tags, my reactions), the watch, links to here, what is around, the thread,
    my role.
    """
    user = request.user
    if entry.author_id != user.pk and is_reading(request):
        mark_read(user=user, entry=entry)
    around = surroundings(entry, user)
    return {
        "card": cards(user, [entry.pk])[0],
        "is_author": entry.author_id == user.pk,
        "watching": Watch.objects.filter(user=user, entry=entry, is_muted=False).exists(),
        "backlinks": list(backlinks(entry, user)[:BACKLINKS_MAX]),
        "related": around.related,
        "pings": around.pings,
        "trackback": trackback_door(entry, anybody_listed=around.anybody_listed),
        "edited": entry.published_at is not None and entry.updated_at > entry.published_at,
    } | thread_context(request, entry)
