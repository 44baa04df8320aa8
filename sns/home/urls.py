from django.urls import path

from sns.home.views import bookmarks, feed, people, questions, tags, units

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
    path("bookmarks/folders/", bookmarks.folders, name="bookmark_folders"),
    path("bookmarks/folders/<int:pk>/", bookmarks.folder, name="bookmark_folder"),
    path("bookmarks/folders/<int:pk>/delete/", bookmarks.folder_delete, name="bookmark_folder_delete"),
    path("entries/<int:pk>/bookmark/", bookmarks.bookmark, name="bookmark"),
    path("entries/<int:pk>/bookmark/note/", bookmarks.bookmark_note, name="bookmark_note"),
    path("people/<str:handle>/", people.profile, name="profile"),
    path("people/<str:handle>/follow/", people.follow, name="follow"),
    path("people/<str:handle>/followers/", people.follows, {"direction": "followers"}, name="followers"),
    path("people/<str:handle>/following/", people.follows, {"direction": "following"}, name="following"),
    path("questions/", questions.questions, {"state": "unanswered"}, name="questions"),
    path("questions/open/", questions.questions, {"state": "open"}, name="questions_open"),
    path("questions/solved/", questions.questions, {"state": "solved"}, name="questions_solved"),
    path("questions/new/", questions.ask, name="question_new"),
    path("units/", units.unit_tree, name="units"),
    path("units/<int:pk>/", units.unit_page, name="unit"),
]
