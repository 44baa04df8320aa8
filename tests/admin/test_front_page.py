"""What needs attention: every number is real."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.audit.models import AuditEvent
from sns.discussion.moderation import report
from sns.ops.attention import matters, release
from sns.ops.backups import note_backup
from sns.people.models import Invitation
from sns.people.tasks import send_invitation
from sns.publishing import withdraw
from tests.factories import make_post


@pytest.fixture(autouse=True)
def _own_backups(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def state() -> dict:
    with translation.override("en"):
        return {matter.label: matter for matter in matters()}


def fail_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name LIKE '%send_invitation'")


def test_nothing_to_do_is_said(admin, cast):
    now = state()
    for label in ("Open reports", "Failed jobs", "Mails that could not be sent", "Posts in their authors' trash"):
        assert (now[label].value, now[label].urgent) == ("nothing", False)
    assert now["Version"].value == f"Engawa {release()}"


def test_reports_jobs_invitations_trash_and_people_are_counted(admin, cast):
    post = make_post(cast.alice)
    report(actor=cast.bob, entry=post, reason="？")
    withdraw(actor=cast.alice, entry=make_post(cast.alice))
    yesterday = timezone.now() - timedelta(days=1)
    Invitation.objects.create(email="x@example.com", invited_by=cast.frank, secret_hash="1", expires_at=yesterday)
    send_invitation.defer(invitation_id=1)
    fail_jobs()
    now = state()
    assert now["Open reports"].value == "1"
    assert now["Open reports"].urgent
    assert now["Mails that could not be sent"].value == "1"
    assert now["Failed jobs"].value == "nothing"
    assert now["Posts in their authors' trash"].value == "1"
    assert now["Invitations that have expired"].value == "1"
    assert now["People without a unit"].value == "2"  # erin and frank


def test_every_link_of_the_front_page_leads_to_as_many_rows(admin, cast):
    report(actor=cast.bob, entry=make_post(cast.alice), reason="？")
    send_invitation.defer(invitation_id=1)
    fail_jobs()
    assert admin.get("/admin/").status_code == 200
    for matter in admin.get("/admin/").context["matters"]:
        if matter.url and matter.value.isdecimal() and "Invitations" not in matter.label:
            assert len(admin.get(matter.url).context["cl"].result_list) == int(matter.value), matter.label


def test_a_backup_is_asked_for_until_there_is_one(admin, cast):
    assert state()["Last backup"].urgent
    folder = settings.DATA_DIR / "elsewhere"
    folder.mkdir()
    (folder / "manifest.json").write_text(f'{{"made_at": "{timezone.now().isoformat()}"}}')
    note_backup(folder)
    assert not state()["Last backup"].urgent
    old = timezone.now() - timedelta(days=3)
    (folder / "manifest.json").write_text(f'{{"made_at": "{old.isoformat()}"}}')
    note_backup(folder)
    assert state()["Last backup"].urgent


def test_the_worker_is_missed(admin, cast):
    assert state()["Job worker"].value == "not running"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert state()["Job worker"].value == "running"


def test_a_failed_job_runs_again_and_the_record_says_who(admin, cast):
    send_invitation.defer(invitation_id=1)
    fail_jobs()
    job = ProcrastinateJob.objects.get()
    page = admin.get(f"/admin/ops/job/{job.pk}/change/").content.decode()
    assert "deferred" in page
    assert admin.post(f"/admin/ops/job/{job.pk}/run-again/").status_code == 302
    assert ProcrastinateJob.objects.get().status == "todo"
    event = AuditEvent.objects.get(verb="job.run_again")
    assert (event.actor_id, event.data) == (cast.frank.pk, {"task": job.task_name})
    assert admin.post(f"/admin/ops/job/{job.pk}/run-again/").status_code == 403
