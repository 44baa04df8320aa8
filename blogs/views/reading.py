from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from blogs.models import Post
from blogs.queries.posts import get_visible_post, post_page, related_posts
from blogs.queries.reach import reach
from blogs.views.shelf import trash_text
from sns.discussion.views.comments import thread_context
from sns.entries.actions import mark_read
from sns.links.queries import backlinks

BACKLINKS_MAX = 20
RELATION_TONES = {"continues": "indigo", "disagrees": "persimmon", "tried": "moss", "failed": "gold"}


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with everything around it; opening it is what counts as reading."""
    user = request.user
    try:
        article = get_visible_post(user, pk)
    except Http404:
        return _led_to_own(request, pk)
    is_author = article.author_id == user.pk
    if not is_author and not _is_prefetch(request):
        mark_read(user=user, entry=article)
    context = {
        "post": article,
        "page": post_page(user, article),
        "is_author": is_author,
        "reach": reach(article) if is_author else None,
        "related": related_posts(user, article),
        "backlinks": list(backlinks(article, user)[:BACKLINKS_MAX]),
        "edited": article.updated_at > article.published_at,
        "trash_text": trash_text(),
        "RELATION_TONES": RELATION_TONES,
    }
    context |= thread_context(request, article)
    return render(request, "blogs/post.html", context)


def _led_to_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The author is led to his draft or to the trash; anybody else gets 404."""
    own = Post.objects.filter(pk=pk, author=request.user)
    if own.filter(withdrawn_at__isnull=True).exists():
        return redirect(f"/posts/{pk}/edit/")
    if own.filter(withdrawn_by=request.user).exists():
        return redirect("trash")
    raise Http404


def _is_prefetch(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or "prerender" in purpose
