"""The files of a community: whatever hangs on an entry of its space that can be read now."""

from django.db.models import Exists, OuterRef, Subquery

from communities.models import Community
from sns.core.paging import Cursor, Slice, below, cut
from sns.entries.models import Entry, EntryUpload, Upload

PAGE_SIZE = 40


def page_of_files(community: Community, cursor: Cursor | None) -> Slice[Upload]:
    """The newest first, each with its ``owner`` and the ``entry_id`` and ``entry_title`` it was first used in.

    For somebody who may read the community; two queries.
    """
    uses = EntryUpload.objects.filter(
        upload=OuterRef("pk"), entry__space_id=community.pk,
        entry__published_at__isnull=False, entry__withdrawn_at__isnull=True,
    )  # fmt: skip
    files = Upload.objects.filter(Exists(uses)).select_related("owner")
    files = files.annotate(entry_id=Subquery(uses.order_by("entry__published_at").values("entry_id")[:1]))
    newest = below(files, cursor, ("created_at", "id")).order_by("-created_at", "-id")[: PAGE_SIZE + 1]
    page = cut(list(newest), PAGE_SIZE, key=lambda file: (file.created_at, file.pk))
    entries = Entry.objects.in_bulk([file.entry_id for file in page.rows])
    for file in page.rows:
        file.entry = entries.get(file.entry_id)
    return page
