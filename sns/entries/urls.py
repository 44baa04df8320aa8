from django.urls import path

from sns.entries import views

urlpatterns = [
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("files/", views.upload, name="upload"),
    path("files/<str:token>/", views.file, name="file"),
    path("files/<str:token>/<int:width>/", views.file, name="file_width"),
    path("complete/people/", views.complete_people, name="complete_people"),
    path("complete/tags/", views.complete_tags, name="complete_tags"),
]
