from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sns.core.paging import Cursor, below, cut
from sns.discussion.queries import cards
from sns.entries.actions import set_bookmark
from sns.entries.models import Bookmark, Entry
from sns.entries.queries import get_visible_entry
from sns.home.views.feed import PAGE_SIZE


def bookmark_list(request):
    """What the person keeps to read later, newest first, as far as he may still see it."""
    before = Cursor.decode(request.GET.get("before"))
    kept = Bookmark.objects.filter(user=request.user, entry__in=Entry.objects.visible_to(request.user))
    rows = below(kept, before, ("created_at", "id")).order_by("-created_at", "-id")[: PAGE_SIZE + 1]
    page = cut(list(rows), PAGE_SIZE, key=lambda row: (row.created_at, row.pk))
    context = {"items": cards(request.user, [row.entry_id for row in page.rows]), "next": page.next}
    return render(request, "home/_cards.html" if request.htmx and before else "home/bookmarks.html", context)


@require_POST
def bookmark(request, pk: int):
    """Keep an entry for later or let it go; the button says which state it wants."""
    entry = get_visible_entry(request.user, pk)
    on = request.POST.get("on") == "1"
    set_bookmark(user=request.user, entry=entry, on=on)
    if request.htmx:
        return render(request, "home/_bookmark.html", {"pk": pk, "on": on})
    return redirect(entry)
