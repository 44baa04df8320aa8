"""The summaries by mail: planned each quarter of an hour, because not every time zone differs by whole hours."""

import smtplib

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sns.home.digest import compose
from sns.notifications import digests
from sns.notifications.hours import digest_length
from sns.notifications.letters import reading
from sns.notifications.models import Digest
from sns.notifications.outbox import mail_times

BATCH = 50
RETRY = RetryStrategy(max_attempts=8, exponential_wait=60)


class NotSent(Exception):
    """The mail server did not take some of a batch; the job tries those again."""


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="plan_digests", pass_context=False)
@transaction.atomic
def plan_digests(timestamp: int) -> None:
    """Hand what is due to jobs of fifty readers each; rows and jobs are made in one transaction."""
    ids = digests.plan(timezone.now())
    batches = [ids[n : n + BATCH] for n in range(0, len(ids), BATCH)]
    if batches:
        send_digests.batch_defer(*({"rows": batch} for batch in batches))


@app.task(queue="mail", retry=RETRY)
def send_digests(*, rows: list[int]) -> None:
    """Send the summaries of a batch that still wait; each once, over one connection to the mail server."""
    refused = 0
    with get_connection() as server:
        for digest in digests.load(rows):
            if digests.claim(digest) and not _send(digest, server):
                refused += 1
    if refused:
        raise NotSent(f"{refused} of {len(rows)}")


def _send(digest: Digest, server: BaseEmailBackend) -> bool:
    user = digest.user
    with reading(user):
        content = compose(user, digest.since, digest_length(mail_times(user)))
        if content.is_empty:
            digests.finish(digest, sent=False)
            return True
        mail = digests.build_digest(digest, content)
    try:
        server.send_messages([mail])
    except (OSError, smtplib.SMTPException):
        digests.release(digest)
        return False
    digests.finish(digest, sent=True)
    return True
