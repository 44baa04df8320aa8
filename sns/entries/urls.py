from django.urls import path

from sns.entries import views

urlpatterns = [
    path("entries/<int:pk>/", views.entry, name="entry"),
]
