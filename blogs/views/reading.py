from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blogs.forms import RelationsForm
from blogs.models import Post
from blogs.queries.page import post_page
from blogs.queries.posts import get_editable_post
from blogs.queries.reach import reach
from blogs.views.shelf import trash_text
from sns.discussion.page import BACKLINKS_MAX, is_reading
from sns.discussion.trackbacks import trackback_door
from sns.discussion.views.comments import thread_context
from sns.entries.actions import mark_read
from sns.links.actions import set_relations
from sns.links.queries import backlinks

RELATION_TONES = {"continues": "indigo", "disagrees": "persimmon", "tried": "moss", "failed": "gold"}


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with everything around it; opening it is what counts as reading."""
    user = request.user
    try:
        page = post_page(user, pk)
    except Http404:
        return _led_to_own(request, pk)
    article = page.post
    is_author = article.author_id == user.pk
    if not is_author and not page.just_read and is_reading(request):
        mark_read(user=user, entry=article)
    context = {
        "post": article,
        "page": page,
        "is_author": is_author,
        "reach": reach(article) if is_author else None,
        # Most posts are linked to from nowhere: they save the query.
        "backlinks": list(backlinks(article, user)[:BACKLINKS_MAX]) if page.is_linked_to else [],
        "pings": page.pings,
        "trackback": trackback_door(article, anybody_listed=page.anybody_listed),
        "edited": article.updated_at > article.published_at,
        "trash_text": trash_text(),
        "RELATION_TONES": RELATION_TONES,
    }
    if is_author and page.linked:
        context["relations_form"] = RelationsForm(linked=page.linked)
    context |= thread_context(request, article)
    return render(request, "blogs/post.html", context)


@require_POST
def relations(request: HttpRequest, pk: int) -> HttpResponse:
    """The author says how the published post relates to what it links to."""
    article = get_editable_post(request.user, pk)
    form = RelationsForm(request.POST, linked=post_page(request.user, pk).linked)
    if form.is_valid():
        set_relations(actor=request.user, source=article, relations=form.relations())
        messages.success(request, _("Saved."))
    return redirect(article)


def _led_to_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The author is led to his draft or to the trash; anybody else gets 404."""
    own = Post.objects.filter(pk=pk, author=request.user)
    if own.filter(withdrawn_at__isnull=True).exists():
        return redirect(f"/posts/{pk}/edit/")
    if own.filter(withdrawn_by=request.user).exists():
        return redirect("trash")
    raise Http404
