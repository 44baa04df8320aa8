"""Bulk for load tests is worth nothing if it differs from what the actions write."""

import io

import pytest
from django.core.management import CommandError, call_command

from blogs.models import Post
from sns.discussion.models import Comment, CommentText
from sns.entries.models import Entry, Revision, SearchText
from sns.entries.rendering import derive, render
from sns.ops.rebuild import rebuild_counters
from sns.search.filling import fill, set_right
from tests.factories import make_post

COPIED = ("space", "author", "at", "text", "folded", "lexemes")


@pytest.fixture
def bulk(db):
    call_command("volume", people=30, posts=80, comments=300, stdout=io.StringIO())


def test_it_writes_as_many_as_asked_for(bulk):
    assert (Post.objects.count(), Comment.objects.count(), Revision.objects.count()) == (80, 300, 80)


def test_its_counters_are_right(bulk):
    assert rebuild_counters() == 0


def test_its_rendered_texts_are_what_the_pipeline_makes(bulk):
    for entry in Entry.objects.select_related("space", "author")[:20]:
        stored = (entry.body_html, entry.excerpt, entry.reading_minutes)
        derive(entry)
        assert (entry.body_html, entry.excerpt, entry.reading_minutes) == stored
    for comment in Comment.objects.select_related("entry__space", "author")[:20]:
        rendered = render(comment.body, prefix=f"c{comment.pk}", space=comment.entry.space, author=comment.author)
        assert rendered.html == comment.body_html


def test_threads_have_two_levels(bulk):
    assert Comment.objects.exclude(parent=None).exists()
    assert not Comment.objects.filter(parent__parent__isnull=False).exists() or all(
        reply.thread_root == reply.parent.thread_root for reply in Comment.objects.exclude(parent=None)
    )


def test_people_can_go_on_writing_behind_it(bulk, company):
    author = Entry.objects.first().author
    assert make_post(author).pk > 80


def test_nobody_to_write_is_said_plainly(db):
    with pytest.raises(CommandError, match="--people"):
        call_command("volume", people=0, posts=1, comments=0)


def test_it_is_found_as_what_people_write_is(bulk):
    def stored():
        rows = SearchText.objects.order_by("pk").values_list("pk", "kind", "space", "at", "text", "folded", "lexemes")
        below = CommentText.objects.order_by("pk").values_list(
            "pk", "entry", "author", "at", "text", "folded", "lexemes"
        )
        return [*rows, *below]

    before = stored()
    assert [*fill(again=True)][-1] == 380
    assert stored() == before
    assert set_right() == 0
