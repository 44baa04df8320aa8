from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sns.core.paging import Cursor, cut
from sns.discussion.queries import cards
from sns.entries.actions import set_tag_follow
from sns.entries.models import Entry, Tag, TagFollow
from sns.home.queries import Sources, feed_keys
from sns.home.views.feed import PAGE_SIZE
from sns.spaces.queries import space_ids


def tag_page(request, name: str):
    """The newest entries with a tag, as far as the reader may see them; 404 for one that he sees nothing of."""
    tag = _get_tag(name)
    before = Cursor.decode(request.GET.get("before"))
    sources = Sources(visible=space_ids(request.user), tags=[tag.pk])
    keys = feed_keys(sources, before=before.values if before else None, limit=PAGE_SIZE + 1)
    followed = TagFollow.objects.filter(user=request.user, tag=tag).exists()
    if not keys and not before and not followed:
        raise Http404
    page = cut(keys, PAGE_SIZE, key=lambda key: key)
    context = {
        "tag": tag,
        "followed": followed,
        "items": cards(request.user, [pk for _time, pk in page.rows]),
        "next": page.next,
    }
    return render(request, "home/_cards.html" if request.htmx and before else "home/tag.html", context)


@require_POST
def tag_follow(request, name: str):
    """Follow a tag of which one sees something; letting go is always possible."""
    tag = _get_tag(name)
    on = request.POST.get("on") == "1"
    if on and not Entry.objects.visible_to(request.user).filter(entry_tags__tag=tag).exists():
        raise Http404
    set_tag_follow(user=request.user, tag=tag, on=on)
    return redirect(tag)


def _get_tag(name: str) -> Tag:
    try:
        return Tag.objects.get(name=Tag.fold(name))
    except Tag.DoesNotExist:
        raise Http404 from None
