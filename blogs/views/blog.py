"""A person's blog with its archive, and the page of all blogs."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blogs.queries import blog as blogs
from sns.core.formats import month_text
from sns.core.paging import Cursor
from sns.discussion.queries import cards
from sns.entries.models import Entry
from sns.entries.pinning import pinned_on_blog
from sns.people.models import User


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest posts of everybody, and who has written lately."""
    entries = Entry.objects.visible_to(request.user).filter(kind=Entry.Kind.POST)
    context = _page(request, entries) | {"active": blogs.active_blogs(request.user)}
    return render(request, "blogs/index.html", context)


@require_safe
def blog(request: HttpRequest, handle: str) -> HttpResponse:
    owner = blogs.get_blog_owner(handle)
    return _blog(request, owner, blogs.posts_of(request.user, owner))


@require_safe
def month(request: HttpRequest, handle: str, year: int, month: int) -> HttpResponse:
    owner = blogs.get_blog_owner(handle)
    entries = blogs.in_month(blogs.posts_of(request.user, owner), year, month)
    return _blog(request, owner, entries, month=(year, month), heading=month_text(date(year, month, 1)))


@require_safe
def category(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    owner = blogs.get_blog_owner(handle)
    shelf = blogs.get_shelf(request.user, owner, pk)
    entries = blogs.posts_of(request.user, owner).filter(post__categories=shelf)
    return _blog(request, owner, entries, heading=shelf.name)


def _blog(
    request: HttpRequest, owner: User, entries: QuerySet[Entry], *, heading: str = "", month=None
) -> HttpResponse:
    context = _page(request, entries) | {
        "owner": owner,
        # Only where the blog begins: an archive of a month keeps its order.
        "pinned": [] if heading or request.GET else cards(request.user, pinned_on_blog(request.user, owner)),
        "page": blogs.blog_page(request.user, owner),
        "heading": heading,
        "month": month,
        "blog_url": f"/blogs/{owner.handle}/",
    }
    return render(request, "blogs/blog.html", context)


def _page(request: HttpRequest, entries: QuerySet[Entry]) -> dict:
    after = Cursor.decode(request.GET.get("after"))
    page = blogs.page_of_ids(entries, after)
    return {
        "cards": cards(request.user, [pk for _at, pk in page.rows]),
        "next": f"?after={page.next}" if page.next else "",
        "is_first_page": after is None,
    }
