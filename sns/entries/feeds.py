"""Atom feeds for readers that cannot log in: a private token in the address stands for the person."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from sns.entries import atom
from sns.entries.models import Entry, FeedToken
from sns.people.models import User

ENTRIES = 20


@transaction.atomic
def renew_feed_token(*, actor: User) -> FeedToken:
    """Give the person a new private key to feeds; addresses with the old one stop working."""
    token, _created = FeedToken.objects.update_or_create(user=actor, defaults={"token": secrets.token_urlsafe(32)})
    return token


def feed_token(*, actor: User) -> FeedToken:
    """The person's private key to feeds, made when first asked for."""
    return FeedToken.objects.filter(user=actor).first() or renew_feed_token(actor=actor)


def reader_of(request: HttpRequest) -> User:
    """Whose token the address carries; 404 without, with an old one and for somebody who has left."""
    token = request.GET.get("token", "")
    reader = User.objects.active().filter(feed_token__token=token).first() if token else None
    if reader is None:
        raise Http404
    translation.activate(reader.language)
    return reader


def feed_answer(request: HttpRequest, reader: User, entries: QuerySet[Entry], title: str, path: str) -> HttpResponse:
    """The newest of ``entries`` as Atom; ``path`` is the page they stand on. 304 when nothing has changed."""
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


def address_page(request: HttpRequest, *, folder: str, back: str, label: str, section: str) -> HttpResponse:
    """Shows the person the address of a feed; POST gives him a new token, with which the old ones end.

    ``folder`` is the path before "feed.atom"; ``back`` and ``label`` lead to the page it belongs to.
    """
    if request.method == "POST":
        renew_feed_token(actor=request.user)
        return redirect(request.path)
    token = feed_token(actor=request.user).token
    address = f"{settings.PUBLIC_URL}{folder}feed.atom?token={token}"
    context = {"back": back, "label": label, "section": section, "address": address}
    return render(request, "entries/feed_address.html", context)
