import contextlib

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sns.search.filling import fill
from sns.search.terms import purge_terms


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="search_fill", lock="search_fill")
def fill_search(timestamp: int) -> None:
    """Let texts be found that came in past the actions (an upgrade, a bulk import)."""
    for _done in fill():
        pass


@app.periodic(cron="40 18 * * *")
@app.task(queueing_lock="search_purge_terms")
def purge_search_terms(timestamp: int) -> None:
    purge_terms(timezone.localdate())


def fill_search_soon() -> None:
    """After an upgrade: every older text lacks its row, and nobody should wait an hour for the first of them."""
    with contextlib.suppress(AlreadyEnqueued):
        fill_search.defer(timestamp=0)
