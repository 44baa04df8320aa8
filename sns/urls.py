"""Every address of the product; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

from sns.core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("sns.people.urls")),
    path("", include("sns.entries.urls")),
    path("", include("sns.notifications.urls")),
    path("", include("sns.discussion.urls")),
    path("", include("blogs.urls")),
    path("", include("sns.ops.urls")),
    path("", include("sns.home.urls")),
]
