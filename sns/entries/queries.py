from django.db.models import Q, QuerySet
from django.http import Http404

from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.queries import space_ids


def get_visible_entry(user: User, pk: int) -> Entry:
    """The live entry if the person may read it; 404 otherwise, also when it exists."""
    try:
        return Entry.objects.visible_to(user).select_related("author", "space").get(pk=pk)
    except Entry.DoesNotExist:
        raise Http404 from None


def tag_labels(entry: Entry) -> list[str]:
    """The entry's tags as people write them, in the order they were given."""
    return list(entry.entry_tags.order_by("id").values_list("tag__label", flat=True))


def taken_from(user: User) -> QuerySet[Entry]:
    """What moderators and administrators have removed of the person's, the latest first; its space is named only
    where he may still see it."""
    removed = Entry.objects.filter(author=user, withdrawn_at__isnull=False).exclude(withdrawn_by=user)
    removed = removed.annotate(is_known=Q(space_id__in=space_ids(user)))
    return removed.select_related("space", "withdrawn_by").order_by("-withdrawn_at")
