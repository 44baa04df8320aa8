"""Every address of the product; each app lists its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from sns.core import errors
from sns.core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("sns.people.urls")),  # closes and replaces some of allauth's addresses
    path("accounts/", include("allauth.urls")),
    path("", include("sns.entries.urls")),
    path("", include("sns.notifications.urls")),
    path("", include("sns.discussion.urls")),
    path("", include("blogs.urls")),
    path("", include("communities.urls")),
    path("", include("sns.ops.urls")),
    path("", include("sns.search.urls")),
    path("", include("sns.home.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = errors.too_many_requests  # allauth's rate limits ask for it
handler500 = errors.server_error
