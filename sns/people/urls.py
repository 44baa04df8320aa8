from django.urls import path, re_path

from sns.people.views import directory, portraits, second_factor, settings
from sns.people.views.closed import not_offered
from sns.people.views.sessions import Sessions

# These come before allauth's own, in `sns.urls`.
urlpatterns = [
    path("accounts/signup/", not_offered),
    path("accounts/email/", not_offered),
    path("accounts/confirm-email/", not_offered),
    path("accounts/confirm-email/<path:key>/", not_offered),
    path("accounts/login/code/confirm/", not_offered),
    path("accounts/2fa/totp/activate/", second_factor.ActivateTOTP.as_view()),
    path("accounts/2fa/webauthn/add/", second_factor.AddPasskey.as_view()),
    path("accounts/sessions/", Sessions.as_view()),
    re_path(r"^avatars/([0-9A-Za-z_-]{22,40})-(96|256)\.webp$", portraits.portrait, name="avatar"),
    path("settings/", settings.index, name="settings"),
    path("settings/profile/", settings.profile, name="settings_profile"),
    path("settings/portrait/", settings.portrait, name="settings_portrait"),
    path("settings/display/", settings.display, name="settings_display"),
    path("people/", directory.directory, name="directory"),
    re_path(r"^people\.(csv|xlsx)$", directory.export, name="people_export"),
]
