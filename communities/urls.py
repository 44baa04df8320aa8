"""Addresses of communities and of what is published in them; one list per noun."""

from django.urls import path

from communities.views import ideas, moving, notices, pages, polls, revisions, shelf, thanks, topics

urlpatterns = [
    path("communities/<int:pk>/topics/new/", topics.new, name="topic-new"),
    path("communities/<int:pk>/topics/<int:topic>/", topics.topic_in_community, name="topic-in-community"),
    path("communities/<int:pk>/ideas/", ideas.ideas, name="ideas"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/edit/", topics.edit, name="topic-edit"),
    path("topics/<int:pk>/vote/", topics.vote, name="topic-vote"),
    path("topics/<int:pk>/decision/", topics.decision, name="topic-decision"),
    path("entries/<int:pk>/delete/", shelf.delete, name="entry-delete"),
    path("entries/<int:pk>/restore/", shelf.restore, name="entry-restore"),
    path("entries/<int:pk>/move/", moving.moving, name="entry-move"),
    path("communities/<int:pk>/handbook/", pages.tree, name="handbook"),
    path("communities/<int:pk>/handbook/new/", pages.new, name="page-new"),
    path("pages/<int:pk>/", pages.page, name="page"),
    path("pages/<int:pk>/edit/", pages.edit, name="page-edit"),
    path("pages/<int:pk>/move/", pages.move, name="page-move"),
    path("pages/<int:pk>/place/", pages.place, name="page-place"),
    path("pages/<int:pk>/delete/", pages.delete, name="page-delete"),
    path("entries/<int:pk>/revisions/", revisions.revisions, name="entry-revisions"),
    path("entries/<int:pk>/revisions/<int:version>/restore/", revisions.restore, name="entry-revision-restore"),
    path("notices/", notices.index, name="notices"),
    path("notices/new/", notices.new, name="notice-new"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/edit/", notices.edit, name="notice-edit"),
    path("notices/<int:pk>/confirmation/", notices.confirmation, name="notice-confirmation"),
    path("notices/<int:pk>/readers/", notices.readers, name="notice-readers"),
    path("notices/<int:pk>/reminder/", notices.reminder, name="notice-reminder"),
    path("communities/<int:pk>/polls/", polls.index, name="polls"),
    path("communities/<int:pk>/polls/new/", polls.new, name="poll-new"),
    path("polls/<int:pk>/", polls.poll, name="poll"),
    path("polls/<int:pk>/edit/", polls.edit, name="poll-edit"),
    path("polls/<int:pk>/vote/", polls.vote, name="poll-vote"),
    path("polls/<int:pk>/close/", polls.close, name="poll-close"),
    path("thanks/", thanks.index, name="thanks"),
    path("thanks/new/", thanks.new, name="thank-new"),
    path("thanks/<int:pk>/", thanks.thank, name="thank"),
    path("thanks/private/<int:pk>/remove/", thanks.remove, name="thank-remove"),
]
