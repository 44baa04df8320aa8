"""Time that passes, and a worker that does what is in the real queue."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.notifications import outbox
from sns.notifications.models import MailTimes
from sns.notifications.tasks import send_due_mail, send_mail_to


@pytest.fixture
def at_any_hour(db):
    """People who are at work day and night, whenever the test runs."""

    def make(*people):
        MailTimes.objects.bulk_create(MailTimes(user=user, is_quiet=False) for user in people)

    return make


@pytest.fixture
def run_jobs(db, monkeypatch):
    """Let ten minutes pass and send what is due; working hours count only in a test that names the ``now``."""

    def run(now=None):
        if now is None:
            now = timezone.now() + timedelta(minutes=10)
            monkeypatch.setattr(outbox, "next_opening", lambda times, zone, moment: moment)
        monkeypatch.setattr("sns.notifications.tasks.timezone.now", lambda: now)
        send_due_mail(timestamp=0)
        monkeypatch.undo()
        jobs = ProcrastinateJob.objects.filter(task_name=send_mail_to.name, status="todo").order_by("id")
        for job in list(jobs):
            send_mail_to(**job.args)

    return run
