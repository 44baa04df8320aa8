from django.http import Http404

from sns.entries.models import Entry
from sns.people.models import User


def get_visible_entry(user: User, pk: int) -> Entry:
    """The live entry if the person may read it; 404 otherwise, also when it exists."""
    try:
        return Entry.objects.visible_to(user).select_related("author", "space").get(pk=pk)
    except Entry.DoesNotExist:
        raise Http404 from None


def tag_labels(entry: Entry) -> list[str]:
    """The entry's tags as people write them, in the order they were given."""
    return list(entry.entry_tags.order_by("id").values_list("tag__label", flat=True))
