"""Background jobs: what failed, why as far as the queue knows, and running it again."""

import json

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent

from sns.audit.actions import record
from sns.ops.admin.acts import Act, ActsMixin
from sns.ops.admin.base import ReadOnlyAdmin, ReadOnlyInline, badge
from sns.ops.models import Job

TONES = {"failed": "persimmon", "succeeded": "moss", "doing": "indigo", "aborted": "gold"}


def _run_again(request, job, data) -> None:
    app.job_manager.retry_job_by_id(job.pk, retry_at=timezone.now())
    record(actor=request.user, verb="job.run_again", subject=job, data={"task": job.task_name})


RUN_AGAIN = Act(
    name="run-again",
    label=_("Run again"),
    explanation=_("The worker takes it up at once. Jobs are made so that doing one twice does no harm."),
    done=_("The job is in the queue again."),
    run=_run_again,
    fits=lambda request, job: job.status == "failed",
)


class EventInline(ReadOnlyInline):
    model = ProcrastinateEvent
    fields = readonly_fields = ["type", "at"]
    ordering = ("id",)
    verbose_name = _("occurrence")
    verbose_name_plural = _("What happened")


@admin.register(Job)
class JobAdmin(ActsMixin, ReadOnlyAdmin):
    acts = (RUN_AGAIN,)
    actions = ["run_again_all"]
    list_display = ["task", "queue_name", "state", "attempts", "scheduled_at", "about"]
    list_filter = ["status", "queue_name"]
    search_fields = ["task_name__startswith"]
    search_help_text = _("Beginning of the task's full name; what went wrong is in the log of the worker")
    fields = ["task_name", "queue_name", "state", "attempts", "scheduled_at", "about"]
    inlines = [EventInline]

    @admin.display(description=_("task"))
    def task(self, job):
        return job.task_name.rpartition(".")[2].replace("_", " ")

    @admin.display(description=_("state"))
    def state(self, job):
        return badge(STATES.get(job.status, job.status), TONES.get(job.status, ""))

    @admin.display(description=_("about"))
    def about(self, job):
        return format_html('<span class="details">{}</span>', json.dumps(job.args, ensure_ascii=False)[:500])

    @admin.action(description=_("Run again"))
    def run_again_all(self, request, queryset):
        failed = queryset.filter(status="failed")
        for job in failed:
            _run_again(request, job, {})
        self.message_user(request, _("%(count)s jobs are in the queue again.") % {"count": len(failed)})


STATES = {
    "todo": pgettext_lazy("job", "waiting"),
    "doing": pgettext_lazy("job", "running"),
    "succeeded": pgettext_lazy("job", "done"),
    "failed": pgettext_lazy("job", "failed"),
    "cancelled": pgettext_lazy("job", "cancelled"),
    "aborted": pgettext_lazy("job", "stopped"),
}
