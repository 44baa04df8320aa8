"""Atom feeds of blogs and tags."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blogs.queries.blog import get_blog_owner, posts_of
from sns.entries.feeds import address_page, feed_answer, reader_of
from sns.entries.models import Entry, Tag


@login_not_required
@require_safe
def blog_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """The newest posts of a blog that the token's owner may see."""
    reader = reader_of(request)
    owner = get_blog_owner(handle)
    title = _("Blog of %(name)s") % {"name": owner.name}
    return feed_answer(request, reader, posts_of(reader, owner), title, f"/blogs/{owner.handle}/")


@login_not_required
@require_safe
def all_feed(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    entries = Entry.objects.visible_to(reader).filter(kind=Entry.Kind.POST)
    return feed_answer(request, reader, entries, _("Blogs"), "/blogs/")


@login_not_required
@require_safe
def tag_feed(request: HttpRequest, name: str) -> HttpResponse:
    reader = reader_of(request)
    tag = Tag.objects.filter(name=Tag.fold(name)).first()
    if tag is None:
        raise Http404
    entries = Entry.objects.visible_to(reader).filter(entry_tags__tag=tag)
    return feed_answer(request, reader, entries, f"#{tag.label}", tag.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Shows the person his feed addresses; POST gives him a new token, with which the old ones end."""
    owner = get_blog_owner(handle) if handle else None
    folder = f"/blogs/{owner.handle}/" if owner else "/"
    label = _("Blog of %(name)s") % {"name": owner.name} if owner else _("Blogs")
    return address_page(request, folder=folder, back=folder if owner else "/blogs/", label=label, section="blogs")
