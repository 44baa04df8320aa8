from django.urls import path

from blogs.views import archives, autosave, blog, feed, reading, revisions, shelf, writing

urlpatterns = [
    path("posts/new/", writing.new, name="post-new"),
    path("posts/preview/", writing.preview, name="post-preview"),
    path("posts/<int:pk>/", reading.post, name="post"),
    path("posts/<int:pk>/relations/", reading.relations, name="post-relations"),
    path("posts/<int:pk>/edit/", writing.edit, name="post-edit"),
    path("posts/<int:pk>/draft/", autosave.autosave, name="post-draft"),
    path("posts/<int:pk>/draft/drop/", writing.drop_copy, name="post-draft-drop"),
    path("posts/<int:pk>/delete/", shelf.delete, name="post-delete"),
    path("posts/<int:pk>/restore/", shelf.restore, name="post-restore"),
    path("posts/<int:pk>/revisions/", revisions.revisions, name="post-revisions"),
    path("posts/<int:pk>/revisions/<int:version>/restore/", revisions.restore, name="revision-restore"),
    path("drafts/", shelf.drafts, name="drafts"),
    path("trash/", shelf.trash, name="trash"),
    path("blogs/", blog.index, name="blogs"),
    path("feed/", feed.address, name="all-feed-address"),
    path("feed.atom", feed.all_feed, name="all-feed"),
    path("blogs/<str:handle>/", blog.blog, name="blog"),
    path("blogs/<str:handle>/feed/", feed.address, name="blog-feed-address"),
    path("blogs/<str:handle>/feed.atom", feed.blog_feed, name="blog-feed"),
    path("blogs/<str:handle>/<int:year>/<int:month>/", blog.month, name="blog-month"),
    path("blogs/<str:handle>/categories/<int:pk>/", blog.category, name="blog-category"),
    path("tags/<str:name>/feed.atom", feed.tag_feed, name="tag-feed"),
    path("archives/", archives.archives, name="archives"),
    path("archives/blog.txt", archives.movable_type, name="archive-movable-type"),
    path("archives/blog.zip", archives.markdown, name="archive-markdown"),
    path("archives/<int:pk>/", archives.archive, name="archive"),
    path("archives/<int:pk>/again/", archives.again, name="archive-again"),
    path("archives/<int:pk>/remove/", archives.remove, name="archive-remove"),
]
