"""Who reads: the first visitor of all, everybody in his language and time zone, administrators with two factors."""

import zoneinfo

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from sns.people.permissions import has_second_factor, owns_second_factor
from sns.people.setup import is_set_up

WITHOUT_A_PERSON = {"setup", "set_language", "healthz", "readyz"}


class FirstVisit:
    """While there is no person, every page leads to the set-up. Asked until there is one, then remembered."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_set_up = False

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if self.is_set_up or request.resolver_match.url_name in WITHOUT_A_PERSON:
            return None
        self.is_set_up = request.user.is_authenticated or is_set_up()
        return None if self.is_set_up else redirect("setup")


# Pages outside the administration that show or change everybody's data.
ADMINISTRATORS_PAGES = frozenset({"staff", "staff_preview", "people_export", "invitations"})


class SecondFactor:
    """The administration opens to administrators whose session was begun or confirmed with a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if "admin" not in match.namespaces and match.url_name not in ADMINISTRATORS_PAGES:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise PermissionDenied
        if has_second_factor(request):
            return None
        if not owns_second_factor(request.user):
            return redirect("mfa_activate_totp")
        by_code = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        page = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
        return redirect_to_login(request.get_full_path(), reverse(page))


class ReaderLocale:
    """Use the logged-in person's language and time zone; LocaleMiddleware has chosen for everybody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        else:
            timezone.deactivate()
        return self.get_response(request)
