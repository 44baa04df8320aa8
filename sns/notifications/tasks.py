"""Jobs of the outbox: what is due is handed to one job per person, in his language, once."""

import smtplib

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sns.notifications import outbox
from sns.notifications.letters import build_mail, reading, still_to_tell
from sns.people.models import User

# A mail server that is away: after 1, 2, 4, 8 … minutes, for about two hours.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=60)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_due_mail", pass_context=False)
@transaction.atomic
def send_due_mail(timestamp: int) -> None:
    """Make a job of each person's due mail; rows and jobs change hands in one transaction."""
    handed = outbox.hand_over(timezone.now())
    if handed:
        send_mail_to.batch_defer(*({"user_id": user_id, "rows": rows} for user_id, rows in sorted(handed.items())))


@app.task(queue="mail", retry=RETRY)
def send_mail_to(*, user_id: int, rows: list[int]) -> None:
    """Mail one person what still concerns him of these rows of the outbox; run again it sends nothing twice."""
    begun = outbox.begin_sending(rows)
    reader = User.objects.active().filter(pk=user_id).exclude(email=None).first()
    telling = still_to_tell(reader, begun) if reader and begun else []
    if telling:
        with reading(reader):
            mail = build_mail(reader, telling)
        try:
            mail.send()
        except (OSError, smtplib.SMTPException):
            outbox.not_sent(begun)
            raise
    outbox.sent(begun)


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="purge_outbox", pass_context=False)
def purge_outbox(timestamp: int) -> None:
    outbox.purge(timezone.now())
