from django.urls import path

from sns.ops.views.setup import setup

urlpatterns = [
    path("setup/", setup, name="setup"),
]
