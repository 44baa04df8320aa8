"""One's own blog in and out: the page, the progress of an import, the downloads."""

from collections.abc import Iterator
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blogs.archives.outgoing import markdown_export, movable_type_export
from blogs.archives.tasks import check_import, drop_file, run_import
from blogs.models import ImportJob
from blogs.queries.audiences import ONLY_ME, audiences_of
from sns.spaces.actions import ensure_personal_space

MAX_OPEN_JOBS = 3
SILENT_AFTER = timedelta(minutes=5)


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Export file"),
        help_text=gettext_lazy("A Movable Type export (.txt) or a WordPress export (.xml)."),
        widget=forms.FileInput(attrs={"accept": ".txt,.xml,.log"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // 1024**2
            raise forms.ValidationError(
                _("This file is larger than %(limit)d MB. Please ask an administrator to bring it in."),
                params={"limit": limit},
            )
        return file


class StartForm(forms.Form):
    """Who may read what comes in, and whose posts it shall be."""

    audience = forms.ChoiceField(label=gettext_lazy("Audience of the published posts"))
    authors = forms.MultipleChoiceField(
        label=gettext_lazy("Posts of"),
        help_text=gettext_lazy("They will stand in your blog under your name. Choose only what you wrote."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, job: ImportJob, **kwargs):
        super().__init__(*args, **kwargs)
        spaces = audiences_of(job.owner)
        self.spaces = {str(space.pk): space for space in spaces}
        self.fields["audience"].choices = [
            *((str(space.pk), space.name) for space in spaces),
            (ONLY_ME, _("Only me")),
        ]
        authors = job.report.get("authors", {})
        self.fields["authors"].choices = [
            (name, _("%(name)s (%(count)d)") % {"name": name or _("No name"), "count": count})
            for name, count in authors.items()
        ]
        mine = [name for name in authors if name == job.owner.name]
        self.fields["authors"].initial = list(authors) if len(authors) == 1 else mine


@require_http_methods(["GET", "HEAD", "POST"])
def archives(request: HttpRequest) -> HttpResponse:
    """Take one's blog out, bring another one in; POST takes the file."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _may_add(request, form):
        return redirect(_take(request, form.cleaned_data["file"]))
    jobs = ImportJob.objects.filter(owner=request.user)[:20]
    status = 422 if form.errors else 200
    limit = settings.IMPORT_MAX_BYTES // 1024**2
    return render(request, "blogs/import.html", {"form": form, "jobs": jobs, "limit": limit}, status=status)


def _may_add(request: HttpRequest, form: BringForm) -> bool:
    if ImportJob.objects.filter(owner=request.user).exclude(file="").count() < MAX_OPEN_JOBS:
        return True
    form.add_error(None, _("Several of your files are still waiting. Please finish or remove one of them first."))
    return False


@transaction.atomic
def _take(request: HttpRequest, file) -> ImportJob:
    name = file.name[-150:]
    file.name = "archive"
    job = ImportJob.objects.create(owner=request.user, name=name, file=file)
    check_import.defer(job_id=job.pk)
    return job


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import found and how far it is; POST starts it."""
    job = get_object_or_404(ImportJob, pk=pk, owner=request.user)
    form = None
    if job.state == ImportJob.State.CHECKED:
        form = StartForm(request.POST or None, job=job)
    if request.method == "POST" and form and form.is_valid():
        _start(job, form)
        return redirect(job)
    context = {"job": job, "form": form, "silent": _is_silent(job)}
    if request.htmx and request.method == "GET":
        return render(request, "blogs/_import_state.html", context)
    return render(request, "blogs/import_job.html", context, status=422 if form and form.errors else 200)


@transaction.atomic
def _start(job: ImportJob, form: StartForm) -> None:
    """From "waiting" to "running" in one statement, so that a double click starts one job."""
    audience = form.cleaned_data["audience"]
    space = ensure_personal_space(user=job.owner) if audience == ONLY_ME else form.spaces[audience]
    waiting = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.CHECKED)
    if waiting.update(
        state=ImportJob.State.RUNNING,
        space=space,
        authors=form.cleaned_data["authors"],
        seen=0,
        updated_at=timezone.now(),
    ):
        run_import.defer(job_id=job.pk)


def _is_silent(job: ImportJob) -> bool:
    return job.is_working and timezone.now() - job.updated_at > SILENT_AFTER


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a job again that a stopped server has left behind; what is in stays in, once."""
    job = get_object_or_404(ImportJob, pk=pk, owner=request.user)
    stale = timezone.now() - SILENT_AFTER
    with transaction.atomic():
        if ImportJob.objects.filter(pk=pk, state=job.state, updated_at__lt=stale).update(updated_at=timezone.now()):
            task = check_import if job.state == ImportJob.State.CHECKING else run_import
            task.defer(job_id=job.pk)
    return redirect(job)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the file and its report; posts that are in stay."""
    job = get_object_or_404(ImportJob, pk=pk, owner=request.user)
    drop_file(job)
    job.delete()
    messages.success(request, _("The file and its report are gone. Posts that were brought in stay."))
    return redirect("archives")


@require_safe
def movable_type(request: HttpRequest) -> HttpResponse:
    """One's own blog as a Movable Type export."""
    pieces = (piece.encode() for piece in movable_type_export(request.user))
    return _download(request, pieces, "text/plain; charset=utf-8", "txt")


@require_safe
def markdown(request: HttpRequest) -> HttpResponse:
    """One's own blog as a zip of Markdown files and pictures."""
    return _download(request, markdown_export(request.user), "application/zip", "zip")


def _download(request: HttpRequest, pieces: Iterator[bytes], content_type: str, ending: str) -> HttpResponse:
    name = f"{request.user.handle}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return StreamingHttpResponse(
        pieces,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Cache-Control": "private, no-store",
            "X-Accel-Buffering": "no",
        },
    )
