"""What an administrator should look at today: each line is one cheap question."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sns.core import health
from sns.core.formats import filesize_text, number_text, reltime_text
from sns.discussion.models import Flag
from sns.entries.models import Entry, Upload
from sns.ops.backups import newest_backup
from sns.ops.models import Job
from sns.people.models import Invitation, Posting, User

MAIL_QUEUE = "mail"
LITTLE_SPACE = 0.1  # of the disk
OLD_BACKUP_DAYS = 2


@dataclass(frozen=True)
class Matter:
    """One line: what, how it stands, where to go, and whether somebody should act."""

    label: str
    value: str
    url: str = ""
    urgent: bool = False
    note: str = ""


def matters() -> list[Matter]:
    return [ask() for ask in QUESTIONS]


def _counted(label: str, count: int, url: str, *, urgent: bool = True, note: str = "") -> Matter:
    value = number_text(count) if count else _("nothing")
    return Matter(label, value, url, urgent and count > 0, note)


def _list(label: str, query: str = "") -> str:
    return reverse(f"admin:{label}_changelist") + (f"?{query}" if query else "")


def reports() -> Matter:
    count = Flag.objects.filter(settled_at__isnull=True).count()
    return _counted(_("Open reports"), count, _list("discussion_flag", "state=open"))


def failed_jobs() -> Matter:
    count = Job.objects.filter(status="failed").exclude(queue_name=MAIL_QUEUE).count()
    return _counted(_("Failed jobs"), count, _list("ops_job", "status__exact=failed"))


def failed_mails() -> Matter:
    count = Job.objects.filter(status="failed", queue_name=MAIL_QUEUE).count()
    url = _list("ops_job", f"status__exact=failed&queue_name={MAIL_QUEUE}")
    return _counted(_("Mails that could not be sent"), count, url)


def worker() -> Matter:
    state = health.worker()
    running = state == "ok"
    value = _("running") if running else _("not running")
    note = "" if running else _("No mail goes out and no scheduled post appears until it runs.")
    return Matter(_("Job worker"), value, _list("ops_job"), not running, note)


def storage() -> Matter:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        database = cursor.fetchone()[0]
    files = Upload.objects.aggregate(n=Sum("size"))["n"] or 0
    disk = shutil.disk_usage(settings.DATA_DIR)
    value = _("%(free)s free") % {"free": filesize_text(disk.free)}
    sizes = {"database": filesize_text(database), "files": filesize_text(files)}
    note = _("Database %(database)s, files %(files)s") % sizes
    return Matter(_("Storage"), value, _list("entries_upload"), disk.free < disk.total * LITTLE_SPACE, note)


def backup() -> Matter:
    made_at = newest_backup()
    if made_at is None:
        note = _("Run “manage.py backup” every night; it writes to %(path)s.") % {"path": settings.DATA_DIR / "backups"}
        return Matter(_("Last backup"), _("no backup known"), urgent=True, note=note)
    old = (timezone.now() - made_at).days >= OLD_BACKUP_DAYS
    return Matter(_("Last backup"), reltime_text(made_at), urgent=old)


def without_unit() -> Matter:
    posted = Posting.objects.current().filter(user=OuterRef("pk"))
    count = User.objects.colleagues().filter(~Exists(posted)).count()
    return _counted(_("People without a unit"), count, _list("people_user", "unit=none"), urgent=False)


def expired_invitations() -> Matter:
    count = Invitation.objects.unanswered().filter(expires_at__lte=timezone.now()).count()
    return _counted(_("Invitations that have expired"), count, _list("people_invitation"), urgent=False)


def trash() -> Matter:
    count = Entry.objects.filter(withdrawn_at__isnull=False, withdrawn_by=F("author")).count()
    note = _("Deleted for good after %(days)s days.") % {"days": settings.TRASH_DAYS}
    return _counted(_("Posts in their authors' trash"), count, "", urgent=False, note=note)


@cache
def release() -> str:
    """The version of this copy of Engawa, as its project file names it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def version() -> Matter:
    major = connection.pg_version // 10_000
    return Matter(_("Version"), f"Engawa {release()}", note=f"PostgreSQL {major}")


QUESTIONS: tuple[Callable[[], Matter], ...] = (
    reports, failed_jobs, failed_mails, worker, backup, storage, without_unit, expired_invitations, trash, version,
)  # fmt: skip
