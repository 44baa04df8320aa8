"""The staff list for administrators: send it, look at what it would change, confirm."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sns.ops.staff import forget_list, import_staff, keep_list, kept_list
from sns.people.permissions import can_manage_staff
from sns.people.staff.columns import COLUMNS
from sns.people.staff.plan import StaffPlan, plan_staff
from sns.people.staff.reading import StaffFileError, read_staff

SHOWN = 200
MAX_BYTES = 20_000_000
SESSION_KEY = "staff_list"


class StaffForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Staff list (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is larger than %(limit)s MB. Please make it smaller.") % {"limit": 20})
        try:
            read_staff(file.read())
        except StaffFileError as error:
            raise ValidationError(str(error)) from error
        file.seek(0)
        return file


class ConfirmForm(forms.Form):
    """``plan`` ties the confirmation to what was shown."""

    plan = forms.CharField(widget=forms.HiddenInput)
    many_leave = forms.BooleanField(
        label=gettext_lazy("The list is complete. So many people are really leaving."), required=False
    )


def for_administrators(view):
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_manage_staff(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def upload(request: HttpRequest) -> HttpResponse:
    """The first step: choose the file."""
    form = StaffForm(request.POST or None, request.FILES or None) if request.method == "POST" else StaffForm()
    if request.method == "POST" and form.is_valid():
        forget_list(request.user, request.session.get(SESSION_KEY, ""))
        request.session[SESSION_KEY] = keep_list(request.user, form.cleaned_data["file"])
        return redirect("staff_preview")
    headings = [names[0] if request.LANGUAGE_CODE == "ja" else names[1] for names in COLUMNS.values()]
    context = {"form": form, "headings": headings}
    return render(request, "ops/staff.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def preview(request: HttpRequest) -> HttpResponse:
    """The second step: everything the list would change; POST does it."""
    data = kept_list(request.user, request.session.get(SESSION_KEY, ""))
    if data is None:
        messages.info(request, _("Please choose the staff list again."))
        return redirect("staff")
    plan = plan_staff(read_staff(data), actor=request.user)
    if request.method != "POST":
        return _preview_page(request, plan, ConfirmForm(initial={"plan": plan.fingerprint}))
    form = _checked(request, plan)
    if form.errors:
        return _preview_page(request, plan, form, status=422)
    import_staff(actor=request.user, plan=plan)
    forget_list(request.user, request.session.pop(SESSION_KEY))
    messages.success(request, _summary(plan))
    return redirect("staff")


def _checked(request: HttpRequest, plan: StaffPlan) -> ConfirmForm:
    form = ConfirmForm({**request.POST.dict()})
    if form.is_valid() and form.cleaned_data["plan"] != plan.fingerprint:
        form.data["plan"] = plan.fingerprint
        form.add_error(None, _("Something has changed in the meantime. Please look at the list once more."))
    if plan.many_leave and not form.cleaned_data.get("many_leave"):
        form.add_error("many_leave", _("Please confirm that so many people are leaving."))
    return form


def _preview_page(request: HttpRequest, plan: StaffPlan, form: ConfirmForm, status: int = 200) -> HttpResponse:
    context = {"plan": plan, "form": form, "labels": field_labels(), "shown": SHOWN}
    return render(request, "ops/staff_preview.html", context, status=status)


def field_labels() -> dict[str, str]:
    return {
        "number": _("Employee number"), "name": _("Name"), "reading": _("Reading"), "email": _("E-mail"),
        "unit": _("Unit"), "title": _("Job title"), "second_posts": _("Second posts"), "site": _("Site"),
        "language": _("Language"), "handle": _("Handle"),
    }  # fmt: skip


def _summary(plan: StaffPlan) -> str:
    text = _("The staff list has been taken in: %(joiners)s joined, %(changed)s changed, %(leavers)s left.")
    return text % {"joiners": len(plan.joiners), "changed": len(plan.changed), "leavers": len(plan.leavers)}
