"""Addresses of communities and of what is published in them; one list per noun."""

from django.urls import path

from communities.views import revisions

urlpatterns = [
    path("entries/<int:pk>/revisions/", revisions.revisions, name="entry-revisions"),
    path("entries/<int:pk>/revisions/<int:version>/restore/", revisions.restore, name="entry-revision-restore"),
]
