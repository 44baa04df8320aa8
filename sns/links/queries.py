from django.db.models import QuerySet

from sns.entries.models import Entry
from sns.links.models import EntryLink
from sns.people.models import User
from sns.spaces.queries import space_ids


def backlinks(entry: Entry, user: User) -> QuerySet[EntryLink]:
    """Links to the entry from live entries that the person may see, newest first, with source and its author."""
    return (
        EntryLink.objects.filter(
            target=entry,
            source__published_at__isnull=False,
            source__withdrawn_at__isnull=True,
            source__space_id__in=space_ids(user),
        )
        .select_related("source__author")
        .order_by("-id")
    )
