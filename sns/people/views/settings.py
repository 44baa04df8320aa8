"""Each person's own settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sns.core.ratelimit import UPLOADS, TooFast
from sns.core.refusals import ImageRefused
from sns.people.forms.settings import DisplayForm, PortraitForm, ProfileForm
from sns.people.models import Posting
from sns.people.profile import change_portrait, remove_portrait, update_profile


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "people/settings.html")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Reading, site, skills and introduction; name and unit belong to the staff list."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method != "POST":
        return _profile_page(request, form)
    if not form.is_valid():
        request.user.refresh_from_db()  # the form has put its wrong values there, and the page shows the person
        return _profile_page(request, form, status=422)
    update_profile(actor=request.user, **form.cleaned_data)
    messages.success(request, _("Your profile has been saved."))
    return redirect("settings_profile")


def _profile_page(request: HttpRequest, form: ProfileForm, portrait=None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "portrait": portrait or PortraitForm(),
        "postings": Posting.objects.current().filter(user=request.user).select_related("unit"),
    }
    return render(request, "people/settings_profile.html", context, status=status)


@require_POST
def portrait(request: HttpRequest) -> HttpResponse:
    """A new portrait, or none with ``remove``."""
    if "remove" in request.POST:
        remove_portrait(actor=request.user)
        messages.success(request, _("The portrait has been removed."))
        return redirect("settings_profile")
    form = PortraitForm(request.POST, request.FILES)
    if form.is_valid() and _stored(request, form):
        messages.success(request, _("This is your new portrait."))
        return redirect("settings_profile")
    return _profile_page(request, ProfileForm(instance=request.user), form, status=422)


def _stored(request: HttpRequest, form: PortraitForm) -> bool:
    try:
        UPLOADS.take_turn(request.user)
        change_portrait(actor=request.user, file=form.cleaned_data["portrait"])
    except ImageRefused as refusal:
        form.add_error("portrait", str(refusal))
    except TooFast as brake:
        form.add_error("portrait", brake.message)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Language, time zone and theme; the next page already obeys."""
    form = DisplayForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(request.user.language):
            messages.success(request, _("Saved."))
        response = redirect("settings_display")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, request.user.language, samesite="Lax")  # for the log-in page
        return response
    if form.is_bound:
        request.user.refresh_from_db()
    return render(request, "people/settings_display.html", {"form": form}, status=422 if form.is_bound else 200)
