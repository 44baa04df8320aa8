from procrastinate.contrib.django import app

from sns.entries.models import Entry
from sns.links.relating import relate


@app.task(queue="low")
def relate_entry(*, entry_id: int) -> None:
    """Find what has to do with an entry that has been published, changed or withdrawn; safe to repeat."""
    relate(Entry.objects.filter(pk=entry_id))
