import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.notifications.tasks import send_mail_for


@pytest.fixture
def run_jobs(db):
    """Run what is waiting in the real queue, as the worker would."""

    def run():
        for job in ProcrastinateJob.objects.filter(task_name=send_mail_for.name, status="todo").order_by("id"):
            send_mail_for(**job.args)

    return run
