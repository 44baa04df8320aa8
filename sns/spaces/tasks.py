from procrastinate.contrib.django import app

from sns.people.actions import sync_administrators
from sns.spaces.actions import sync_unit_spaces


# Postings and roles begin and end at midnight of the company; hourly, because the queue's clock is UTC.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="sync_memberships")
def sync_memberships(timestamp: int) -> None:
    """Let spaces and administrators follow the postings and role terms of today."""
    sync_unit_spaces()
    sync_administrators()
