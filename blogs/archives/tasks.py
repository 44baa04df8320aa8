"""Imports of one's own blog, in the background."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone, translation
from procrastinate.contrib.django import app

from blogs.archives.actions import Importer
from blogs.archives.people import OneAuthor
from blogs.archives.reading import read_archive
from blogs.archives.report import Report
from blogs.importers.records import UnreadableArchive
from blogs.models import ImportJob

KEPT_DAYS = 14
EVERY = 20  # entries between two notes of the progress


@app.task(queue="imports")
def check_import(*, job_id: int) -> None:
    """Look through the file and say what would be brought in."""
    job = _job(job_id, ImportJob.State.CHECKING)
    if job:
        importer = Importer(people=OneAuthor(job.owner), space=None, prefix=key_prefix(job), dry_run=True)
        _work(job, importer, ImportJob.State.CHECKED)


@app.task(queue="imports")
def run_import(*, job_id: int) -> None:
    """Bring the file in; run again after a break, it goes on where it stopped."""
    job = _job(job_id, ImportJob.State.RUNNING)
    if job is None:
        return
    importer = Importer(
        people=OneAuthor(job.owner),
        space=job.space,
        prefix=key_prefix(job),
        only_authors=set(job.authors) if job.authors else None,
    )
    _work(job, importer, ImportJob.State.DONE)
    drop_file(job)


@app.periodic(cron="10 19 * * *")  # 4:10 in Japan
@app.task(queue="low", queueing_lock="purge_imports")
def purge_imports(timestamp: int) -> None:
    """Every night: files that were uploaded and left lying, and old reports."""
    for job in ImportJob.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)):
        drop_file(job)
        job.delete()


def key_prefix(job: ImportJob) -> str:
    """Keeps the keys of people's own blogs apart: two people may bring the same archive."""
    return f"u{job.owner_id}/"


def drop_file(job: ImportJob) -> None:
    """Delete the uploaded file; the report stays."""
    if job.file:
        job.file.delete(save=False)
        ImportJob.objects.filter(pk=job.pk).update(file="")


def _job(job_id: int, state: str) -> ImportJob | None:
    jobs = ImportJob.objects.select_related("owner", "space")
    return jobs.filter(pk=job_id, state=state, owner__is_active=True).exclude(file="").first()


def _work(job: ImportJob, importer: Importer, then: str) -> None:
    with translation.override(job.owner.language), job.file.open("rb") as content, TemporaryDirectory() as folder:
        # A path of its own: the storage need not be a folder of this machine.
        path = Path(folder, "archive")
        with path.open("wb") as copy:
            copy.writelines(content.chunks(1024 * 1024))
        try:
            records = read_archive(path, tz=timezone.get_default_timezone())
            report = importer.run(records, _note(job))
        except UnreadableArchive as error:
            _finish(job, ImportJob.State.FAILED, importer.report, reason=str(error)[:300])
        else:
            _finish(job, then, report)


def _note(job: ImportJob) -> Callable[[Report], None]:
    def note(report: Report) -> None:
        if report.seen % EVERY == 0:
            ImportJob.objects.filter(pk=job.pk).update(seen=report.seen, updated_at=timezone.now())

    return note


def _finish(job: ImportJob, state: str, report: Report, reason: str = "") -> None:
    now = timezone.now()
    ImportJob.objects.filter(pk=job.pk).update(
        state=state, seen=report.seen, report=report.as_dict(), reason=reason, updated_at=now, finished_at=now
    )
