"""Writing the handbook: every member of a community may add, change and move its pages."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, Page
from communities.permissions import can_write_in
from communities.queries.pages import Node, find_page_submission, handbook
from sns import publishing
from sns.people.models import User

PAGES_MAX = 500


class NoPlace(ValueError):
    """A page cannot stand there; ``str()`` says why in the reader's language."""


@transaction.atomic
def add_page(
    *,
    actor: User,
    community: Community,
    title: str,
    body: str,
    tags: Iterable[str] = (),
    parent_id: int | None = None,
    submission: UUID | None = None,
    at: datetime | None = None,
) -> Page:
    """Publish a new page as the last one below its parent, or at the top. Raises NoPlace."""
    if not can_write_in(actor, community):
        raise PermissionDenied
    community = _held(community)
    if already := find_page_submission(actor, submission):
        return already
    tree = handbook(community.pk)
    if len(tree.by_pk) >= PAGES_MAX:
        raise NoPlace(_("A handbook has at most %(n)s pages. Please put some together.") % {"n": PAGES_MAX})
    if parent_id and parent_id not in {node.pk for node in tree.places_for()}:
        raise NoPlace(_("The page cannot stand there. Please choose another place."))
    below = tree.by_pk[parent_id].children if parent_id else tree.roots
    page = Page(
        kind=Page.Kind.PAGE, author=actor, space=community.space, title=title, body=body, submission=submission,
        parent_id=parent_id, position=len(below),
    )  # fmt: skip
    publishing.publish(actor=actor, entry=page, tags=tags, at=at)
    _number([*(node.pk for node in below), page.pk], parent_id)
    return page


@transaction.atomic
def change_page(
    *,
    actor: User,
    page: Page,
    title: str,
    body: str,
    tags: Iterable[str],
    base_version: int,
    at: datetime | None = None,
) -> Page:
    """Save a changed text; the author stays who began the page. Raises publishing.EditConflict."""
    page.title, page.body = title, body
    publishing.revise(actor=actor, entry=page, tags=tags, base_version=base_version, at=at)
    return page


@transaction.atomic
def place_page(*, actor: User, page: Page, parent_id: int | None, position: int) -> None:
    """Put a page with all that hangs on it below another one (None: at the top), as the n-th there, counted from 0.

    Raises NoPlace for a page below itself, in another handbook or too deep down.
    """
    if not publishing.may_edit(actor, page):
        raise PermissionDenied
    _held(page.space.community)
    tree = handbook(page.space_id)
    moved = tree.by_pk.get(page.pk)
    if moved is None or (parent_id and parent_id not in {node.pk for node in tree.places_for(moved)}):
        raise NoPlace(_("The page cannot stand there. Please choose another place."))
    beside = tree.by_pk[parent_id].children if parent_id else tree.roots
    order = [node.pk for node in beside if node is not moved]
    order.insert(min(max(position, 0), len(order)), page.pk)
    _number(order, parent_id)


@transaction.atomic
def remove_page(*, actor: User, page: Page, reason: str = "") -> None:
    """Take a page out of sight; what hangs on it moves up into its place."""
    _held(page.space.community)
    tree = handbook(page.space_id)
    node = tree.by_pk.get(page.pk)
    publishing.withdraw(actor=actor, entry=page, reason=reason)
    if node is None or not node.children:
        return
    order: list[Node] = []
    for sibling in tree.siblings(node):
        order += node.children if sibling is node else [sibling]
    _number([sibling.pk for sibling in order], node.parent.pk if node.parent else None)


def _held(community: Community) -> Community:
    """The community, its row held until the end: two people who move pages at once wait for each other."""
    return Community.objects.select_for_update(of=("self",)).select_related("space").get(pk=community.pk)


def _number(pks: list[int], parent_id: int | None) -> None:
    """Let these pages stand below one parent in this order."""
    pages = [Page(pk=pk, position=position, parent_id=parent_id) for position, pk in enumerate(pks)]
    Page.objects.bulk_update(pages, ["position", "parent"])
