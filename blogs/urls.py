from django.urls import path

from blogs.views import autosave, reading, revisions, shelf, writing

urlpatterns = [
    path("posts/new/", writing.new, name="post-new"),
    path("posts/preview/", writing.preview, name="post-preview"),
    path("posts/<int:pk>/", reading.post, name="post"),
    path("posts/<int:pk>/edit/", writing.edit, name="post-edit"),
    path("posts/<int:pk>/draft/", autosave.autosave, name="post-draft"),
    path("posts/<int:pk>/draft/drop/", writing.drop_copy, name="post-draft-drop"),
    path("posts/<int:pk>/delete/", shelf.delete, name="post-delete"),
    path("posts/<int:pk>/restore/", shelf.restore, name="post-restore"),
    path("posts/<int:pk>/revisions/", revisions.revisions, name="post-revisions"),
    path("posts/<int:pk>/revisions/<int:version>/restore/", revisions.restore, name="revision-restore"),
    path("drafts/", shelf.drafts, name="drafts"),
    path("trash/", shelf.trash, name="trash"),
]
