from django.urls import path

from sns.home.views import bookmarks, feed, tags

urlpatterns = [
    path("", feed.feed, name="home"),
    path("all/", feed.feed, {"tab": "all"}, name="home_all"),
    path("unit/", feed.feed, {"tab": "unit"}, name="home_unit"),
    path("new/me/", feed.new_entries, {"tab": "me"}, name="home_new"),
    path("new/all/", feed.new_entries, {"tab": "all"}, name="home_all_new"),
    path("new/unit/", feed.new_entries, {"tab": "unit"}, name="home_unit_new"),
    path("tags/<str:name>/", tags.tag_page, name="tag"),
    path("tags/<str:name>/follow/", tags.tag_follow, name="tag_follow"),
    path("bookmarks/", bookmarks.bookmark_list, name="bookmarks"),
    path("entries/<int:pk>/bookmark/", bookmarks.bookmark, name="bookmark"),
]
