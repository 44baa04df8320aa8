"""Atom feeds for readers that cannot log in: a private token in the address stands for the person."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blogs import actions, atom
from blogs.queries.blog import get_blog_owner, posts_of
from sns.entries.models import Entry, Tag
from sns.people.models import User

ENTRIES = 20


@login_not_required
@require_safe
def blog_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """The newest posts of a blog that the token's owner may see."""
    reader = _reader(request)
    owner = get_blog_owner(handle)
    title = _("Blog of %(name)s") % {"name": owner.name}
    return _answer(request, reader, posts_of(reader, owner), title, f"/blogs/{owner.handle}/")


@login_not_required
@require_safe
def all_feed(request: HttpRequest) -> HttpResponse:
    reader = _reader(request)
    entries = Entry.objects.visible_to(reader).filter(kind=Entry.Kind.POST)
    return _answer(request, reader, entries, _("Blogs"), "/blogs/")


@login_not_required
@require_safe
def tag_feed(request: HttpRequest, name: str) -> HttpResponse:
    reader = _reader(request)
    tag = Tag.objects.filter(name=Tag.fold(name)).first()
    if tag is None:
        raise Http404
    entries = Entry.objects.visible_to(reader).filter(entry_tags__tag=tag)
    return _answer(request, reader, entries, f"#{tag.label}", tag.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Shows the person his feed addresses; POST gives him a new token, with which the old ones end."""
    owner = get_blog_owner(handle) if handle else None
    if request.method == "POST":
        actions.renew_feed_token(actor=request.user)
        return redirect(request.path)
    token = actions.feed_token(actor=request.user).token
    folder = f"/blogs/{owner.handle}/" if owner else "/"
    context = {
        "owner": owner,
        "back": folder if owner else "/blogs/",
        "address": f"{settings.PUBLIC_URL}{folder}feed.atom?token={token}",
    }
    return render(request, "blogs/feed_address.html", context)


def _reader(request: HttpRequest) -> User:
    """Whose token the address carries; 404 without, with an old one and for somebody who has left."""
    token = request.GET.get("token", "")
    reader = User.objects.active().filter(feed_token__token=token).first() if token else None
    if reader is None:
        raise Http404
    translation.activate(reader.language)
    return reader


def _answer(request, reader: User, entries: QuerySet[Entry], title: str, path: str) -> HttpResponse:
    newest = entries.select_related("author").prefetch_related("entry_tags__tag").newest_first()
    shown = list(newest[:ENTRIES])
    feed = atom.Feed(
        title=title,
        path=path,
        self_url=f"{settings.PUBLIC_URL}{request.get_full_path()}",
        language=reader.language,
        base=settings.PUBLIC_URL,
    )
    body = atom.build(feed, shown)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    changed = int(atom.updated_at(shown).timestamp())
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response)
