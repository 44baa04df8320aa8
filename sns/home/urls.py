from django.urls import path

from sns.home.views import bookmarks, feed, people, tags, units

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
    path("people/<str:handle>/", people.profile, name="profile"),
    path("people/<str:handle>/follow/", people.follow, name="follow"),
    path("people/<str:handle>/followers/", people.follows, {"direction": "followers"}, name="followers"),
    path("people/<str:handle>/following/", people.follows, {"direction": "following"}, name="following"),
    path("units/", units.unit_tree, name="units"),
    path("units/<int:pk>/", units.unit_page, name="unit"),
]
