"""A person's blog for one reader: whose it is, its archive and the ids of one page of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.dates import MONTHS

from blogs.models import Category, Post
from sns.core.paging import Cursor, Slice, below, cut
from sns.discussion.queries import CardAuthor
from sns.entries.models import Entry, Tag
from sns.people.models import RoleTerm, User
from sns.spaces.queries import space_ids

PAGE_SIZE = 20
TAGS_SHOWN = 20


def get_blog_owner(handle: str) -> User:
    """Whose blog an address names; also somebody who has left, and a guest of an imported archive."""
    owner = User.objects.filter(handle=handle.lower()).first()
    if owner is None:
        raise Http404
    return owner


def get_shelf(user: User, owner: User, pk: int) -> Category:
    """A category of the blog; 404 when the reader may see nothing in it: its name could tell a secret."""
    shelf = Category.objects.filter(owner=owner, pk=pk).first()
    if shelf is None:
        raise Http404
    if user.pk != owner.pk and not Post.objects.visible_to(user).filter(categories=shelf).exists():
        raise Http404
    return shelf


def posts_of(user: User, owner: User) -> QuerySet[Entry]:
    """What the owner has published and the reader may see."""
    return Entry.objects.visible_to(user).filter(author=owner, kind=Entry.Kind.POST)


def in_month(entries: QuerySet[Entry], year: int, month: int) -> QuerySet[Entry]:
    """Of one month as the reader's calendar has it; 404 for a month that does not exist."""
    if not (1970 <= year <= 2200 and 1 <= month <= 12):
        raise Http404
    first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    start, end = (timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in (first, after))
    return entries.filter(published_at__gte=start, published_at__lt=end)


def page_of_ids(entries: QuerySet[Entry], cursor: Cursor | None) -> Slice[tuple[datetime, int]]:
    """(published_at, id) of one page, newest first, and where the next begins."""
    rows = below(entries, cursor).newest_first().values_list("published_at", "id")[: PAGE_SIZE + 1]
    return cut(list(rows), PAGE_SIZE, key=lambda row: row)


@dataclass(slots=True)
class Shelf:
    """A door to part of a blog, with how many posts the reader finds behind it."""

    url: str
    name: str
    count: int


@dataclass(slots=True)
class BlogPage:
    """What stands around the posts of a blog."""

    unit: str
    unit_url: str
    roles: list[str]
    following: bool
    posts: int
    comments: int
    followers: int
    years: list[tuple[int, list[tuple[int, str, int]]]]  # year, [(month, its name, posts)] newest first
    categories: list[Shelf]
    tags: list[Shelf]


def blog_page(user: User, owner: User) -> BlogPage:
    """One statement; counts only what the reader may see."""
    parameters = {
        "author": owner.pk,
        "user": user.pk,
        "visible": space_ids(user),
        "zone": _zone_name(),
        "today": timezone.localdate(),
        "tags": TAGS_SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BLOG, parameters)
        unit, roles, following, numbers, followers, months, shelves, tags = cursor.fetchone()
    return BlogPage(
        unit=unit[1] if unit else "",
        unit_url=f"/units/{unit[0]}/" if unit else "",
        roles=[str(RoleTerm.Role(role).label) for role in roles if role != RoleTerm.Role.ADMINISTRATOR],
        following=following,
        posts=numbers[0],
        comments=numbers[1],
        followers=followers,
        years=_by_year(months or []),
        categories=[Shelf(f"/blogs/{owner.handle}/categories/{pk}/", name, count) for pk, name, count in shelves or ()],
        tags=[Shelf(Tag(name=name).get_absolute_url(), label, count) for name, label, count in tags or ()],
    )


def _zone_name() -> str:
    zone = timezone.get_current_timezone()
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def _by_year(months: list[list[int]]) -> list[tuple[int, list[tuple[int, str, int]]]]:
    years: dict[int, list[tuple[int, str, int]]] = {}
    for year, month, count in months:
        years.setdefault(year, []).append((month, str(MONTHS[month]), count))
    return list(years.items())


_BLOG = """
WITH mine AS MATERIALIZED (
    SELECT e.id, e.published_at, e.comment_count FROM entries_entry e
    WHERE e.author_id = %(author)s AND e.space_id = ANY(%(visible)s::bigint[]) AND e.kind = 'post'
      AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
)
SELECT
    (SELECT json_build_array(u.id, u.name) FROM people_posting p
        JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = %(author)s AND p.since <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)
        ORDER BY p."primary" DESC, p.id LIMIT 1),
    ARRAY(SELECT DISTINCT r.role FROM people_roleterm r
        WHERE r.user_id = %(author)s AND r.since <= %(today)s AND (r.until IS NULL OR r.until >= %(today)s)),
    EXISTS (SELECT 1 FROM people_follow WHERE follower_id = %(user)s AND followee_id = %(author)s),
    (SELECT json_build_array(count(*), COALESCE(sum(comment_count), 0)) FROM mine),
    (SELECT count(*) FROM people_follow WHERE followee_id = %(author)s),
    (SELECT json_agg(json_build_array(y, m, n) ORDER BY y DESC, m DESC) FROM (
        SELECT extract(year FROM at)::int AS y, extract(month FROM at)::int AS m, count(*) AS n
        FROM (SELECT published_at AT TIME ZONE %(zone)s AS at FROM mine) local GROUP BY 1, 2) months),
    (SELECT json_agg(json_build_array(c.id, c.name, c.n) ORDER BY c.name) FROM (
        SELECT c.id, c.name, count(*) AS n FROM blogs_category c
        JOIN blogs_post_categories pc ON pc.category_id = c.id JOIN mine ON mine.id = pc.post_id
        WHERE c.owner_id = %(author)s GROUP BY c.id, c.name) c),
    (SELECT json_agg(json_build_array(t.name, t.label, t.n) ORDER BY t.n DESC, t.label) FROM (
        SELECT t.name, t.label, count(*) AS n FROM mine JOIN entries_entrytag et ON et.entry_id = mine.id
        JOIN entries_tag t ON t.id = et.tag_id GROUP BY t.id ORDER BY n DESC, t.id LIMIT %(tags)s) t)
"""


@dataclass(slots=True)
class ActiveBlog:
    author: CardAuthor
    url: str
    last_at: datetime


def active_blogs(user: User, limit: int = 12) -> list[ActiveBlog]:
    """The blogs with the newest posts that the reader may see; only the newest ``_LOOKED_AT`` are looked at."""
    parameters = {"visible": space_ids(user), "looked_at": _LOOKED_AT, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE, parameters)
        rows = cursor.fetchall()
    return [ActiveBlog(CardAuthor(*author), f"/blogs/{author[2]}/", at) for author, at in rows]


_LOOKED_AT = 400
_ACTIVE = """
SELECT json_build_array(a.id, a.name, a.handle, a.avatar, COALESCE((
        SELECT u.name FROM people_posting p JOIN people_orgunit u ON u.id = p.unit_id
        WHERE p.user_id = a.id AND p."primary" AND p.until IS NULL LIMIT 1), '')), newest.at
FROM (
    SELECT w.author_id, max(w.published_at) AS at FROM (
        SELECT e.author_id, e.published_at FROM entries_entry e
        WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
        ORDER BY e.published_at DESC, e.id DESC LIMIT %(looked_at)s) w
    GROUP BY w.author_id) newest
JOIN people_user a ON a.id = newest.author_id
ORDER BY newest.at DESC LIMIT %(limit)s
"""
