"""The tree of a community's handbook, and one page of it for one reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from communities.models import Page
from communities.models.page import DEPTH_MAX
from sns.entries.models import Revision
from sns.people.models import User
from sns.publishing import may_edit


@dataclass(slots=True, eq=False)
class Node:
    """A page as the tree shows it; ``depth`` is 1 at the top."""

    pk: int
    title: str
    updated_at: datetime
    parent: "Node | None" = None
    depth: int = 1
    children: list["Node"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/pages/{self.pk}/"

    @property
    def height(self) -> int:
        """Levels from here downwards, its own included."""
        return 1 + max((child.height for child in self.children), default=0)

    def trail(self) -> list["Node"]:
        """The pages above, from the top."""
        return [*self.parent.trail(), self.parent] if self.parent else []

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Tree:
    """All pages of one handbook that can be read."""

    roots: list[Node]
    by_pk: dict[int, Node]

    def walk(self) -> Iterator[Node]:
        """In the order in which the handbook is read."""
        for root in self.roots:
            yield from root.walk()

    def siblings(self, node: Node) -> list[Node]:
        return node.parent.children if node.parent else self.roots

    def neighbours(self, node: Node) -> tuple[Node | None, Node | None]:
        """The page read before this one and the one after it."""
        order = list(self.walk())
        at = order.index(node)
        return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)

    def places_for(self, moved: Node | None = None) -> list[Node]:
        """Pages below which a new page, or ``moved`` with all that hangs on it, may stand."""
        within = {node.pk for node in moved.walk()} if moved else set()
        room = DEPTH_MAX - (moved.height if moved else 1)
        return [node for node in self.walk() if node.pk not in within and node.depth <= room]


def handbook(space_id: int) -> Tree:
    """The tree of a space in one query.

    What hangs on a page that was withdrawn stands in that page's place, so that nothing is lost from sight.
    """
    rows = (
        Page.objects.filter(space_id=space_id, kind=Page.Kind.PAGE, published_at__isnull=False)
        .order_by("position", "pk")
        .values_list("pk", "parent_id", "title", "updated_at", "withdrawn_at")
    )
    above: dict[int, int | None] = {}
    nodes: dict[int, Node] = {}
    for pk, parent, title, updated_at, withdrawn_at in rows:
        above[pk] = parent
        if withdrawn_at is None:
            nodes[pk] = Node(pk, title, updated_at)
    tree = Tree([], nodes)
    for node in nodes.values():
        node.parent = nodes.get(_live_above(node.pk, above, nodes) or 0)
        tree.siblings(node).append(node)
    for node in tree.walk():
        node.depth = node.parent.depth + 1 if node.parent else 1
    return tree


def _live_above(pk: int, above: dict[int, int | None], live: dict[int, Node]) -> int | None:
    parent = above.get(pk)
    while parent is not None and parent not in live:
        parent = above.get(parent)
    return parent


def get_visible_page(user: User, pk: int) -> Page:
    """A page that the person may read, with its community; 404 otherwise."""
    try:
        return Page.objects.visible_to(user).select_related("author", "space__community").get(pk=pk)
    except Page.DoesNotExist:
        raise Http404 from None


def get_editable_page(user: User, pk: int) -> Page:
    """A page that the person may change: 403 for one he may only read."""
    page = get_visible_page(user, pk)
    if not may_edit(user, page):
        raise PermissionDenied
    return page


def find_page_submission(user: User, submission: UUID | None) -> Page | None:
    """The page that the same form has already made."""
    return Page.objects.filter(submission=submission, author=user).first() if submission else None


def last_change(page: Page) -> Revision | None:
    """Who saved the present text, and when; None for a page that nobody has changed since it was begun."""
    newest = page.revisions.select_related("editor").defer("body", "tags").first()
    return newest if newest and page.updated_at > page.published_at else None
