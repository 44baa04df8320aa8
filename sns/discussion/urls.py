from django.urls import path

from sns.discussion.views import closing, comments, pins, reactions, reports, similar, threads, trackbacks

urlpatterns = [
    path("trackback/<int:pk>/", trackbacks.trackback, name="trackback"),
    path("entries/similar/", similar.similar_entries, name="similar"),
    path("entries/<int:pk>/comments/", comments.comments, name="comments"),
    path("entries/<int:pk>/thread/", comments.thread_page, name="thread"),
    path("entries/<int:pk>/reactions/", reactions.entry_reactions, name="entry_reactions"),
    path("entries/<int:pk>/reactions/<slug:kind>/", reactions.entry_reaction, name="entry_reaction"),
    path("entries/<int:pk>/watch/", threads.watch, name="watch"),
    path("entries/<int:pk>/report/", reports.report_entry, name="report_entry"),
    path("entries/<int:pk>/closure/", closing.closure, name="closure"),
    path("entries/<int:pk>/pin/", pins.pin_entry, name="pin"),
    path("reports/", reports.mine, name="my-reports"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/reply/", comments.reply, name="comment_reply"),
    path("comments/<int:pk>/menu/", comments.menu, name="comment_menu"),
    path("comments/<int:pk>/edit/", comments.edit, name="comment_edit"),
    path("comments/<int:pk>/best-answer/", comments.best, name="best_answer"),
    path("comments/<int:pk>/remove/", comments.remove, name="comment_remove"),
    path("comments/<int:pk>/report/", reports.report_comment, name="report_comment"),
    path("comments/<int:pk>/reactions/", reactions.comment_reactions, name="comment_reactions"),
    path("comments/<int:pk>/reactions/<slug:kind>/", reactions.comment_reaction, name="comment_reaction"),
]
