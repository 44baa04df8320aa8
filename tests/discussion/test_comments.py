import uuid

import pytest
from django.core.exceptions import PermissionDenied

from sns.discussion.actions import CommentConflict, add_comment, edit_comment, remove_comment
from sns.discussion.models import Comment
from sns.discussion.queries import page_of, thread
from sns.entries.models import Entry
from sns.links.models import EntryLink
from sns.notifications.actions import set_watch
from sns.notifications.models import Notification
from tests.factories import make_comment, make_post


@pytest.fixture
def post(cast):
    return make_post(cast.alice)


def told():
    return sorted(Notification.objects.values_list("user__handle", "verb"))


def test_the_author_is_told_of_a_comment_and_the_count_rises(cast, post):
    make_comment(post, cast.bob)
    assert told() == [("alice", "comment")]
    assert Entry.objects.get(pk=post.pk).comment_count == 1


def test_everybody_hears_once_for_the_strongest_cause(cast, post):
    first = make_comment(post, cast.bob)
    Notification.objects.all().delete()
    make_comment(post, cast.carol, "@alice どうでしょう", parent=first)
    assert told() == [("alice", "mention"), ("bob", "reply")]


def test_a_muted_thread_is_silent_except_for_mentions(cast, post):
    set_watch(user=cast.alice, entry=post, on=False)
    make_comment(post, cast.bob)
    assert told() == []
    make_comment(post, cast.bob, "@alice さん")
    assert told() == [("alice", "mention")]


def test_a_reply_to_a_reply_stays_on_the_second_level(cast, post):
    root = make_comment(post, cast.bob)
    reply = make_comment(post, cast.alice, parent=root)
    make_comment(post, cast.carol, parent=reply)
    (shown,) = thread(post, cast.alice).branches
    assert [r.author.handle for r in shown.replies] == ["alice", "carol"]


def test_a_comment_of_an_outsider_is_refused(cast):
    post = make_post(cast.alice, space=cast.unit.space)
    with pytest.raises(PermissionDenied):
        make_comment(post, cast.carol)


def test_the_same_submission_is_saved_once(cast, post):
    number = uuid.uuid4()
    first = add_comment(actor=cast.bob, entry=post, body="一度だけ", submission=number)
    assert add_comment(actor=cast.bob, entry=post, body="一度だけ", submission=number) == first
    assert Comment.objects.count() == 1


def test_an_edit_is_marked_and_tells_only_the_newly_mentioned(cast, post):
    comment = make_comment(post, cast.bob, "@alice さん")
    Notification.objects.all().delete()
    edited = edit_comment(actor=cast.bob, comment=comment, body="@alice さん、@carol さん", base_version=1)
    assert edited.edited_at is not None
    assert told() == [("carol", "mention")]


def test_an_edit_on_old_ground_is_refused_with_what_is_stored(cast, post):
    comment = make_comment(post, cast.bob)
    edit_comment(actor=cast.bob, comment=comment, body="新しい", base_version=1)
    with pytest.raises(CommentConflict) as conflict:
        edit_comment(actor=cast.bob, comment=comment, body="古い", base_version=1)
    assert conflict.value.current.body == "新しい"


def test_only_the_author_edits_and_only_staff_removes_for_others(cast, post):
    comment = make_comment(post, cast.bob)
    with pytest.raises(PermissionDenied):
        edit_comment(actor=cast.frank, comment=comment, body="x", base_version=1)
    with pytest.raises(PermissionDenied):
        remove_comment(actor=cast.carol, comment=comment)


def test_removing_leaves_a_trace_and_takes_the_count_and_links_back(cast, post):
    target = make_post(cast.alice)
    comment = make_comment(post, cast.bob, f"/posts/{target.pk}/ を見て")
    assert EntryLink.objects.count() == 1
    remove_comment(actor=cast.frank, comment=comment, reason="個人情報")
    remove_comment(actor=cast.frank, comment=comment, reason="二度目")
    shown = thread(post, cast.bob).branches[0].comment
    assert (shown.html, shown.removed_by, shown.removed_reason) == ("", cast.frank.name, "個人情報")
    assert Entry.objects.get(pk=post.pk).comment_count == 0
    assert not EntryLink.objects.exists()
    assert ("bob", "removed") in told()


def test_the_permalink_opens_the_page_that_holds_the_comment(cast, post, as_user):
    roots = [make_comment(post, cast.bob, f"{n}番目") for n in range(52)]
    reply = make_comment(post, cast.alice, parent=roots[51])
    assert page_of(reply) == 2
    answer = as_user(cast.carol).get(f"/comments/{reply.pk}/")
    assert answer.url == f"/posts/{post.pk}/?comments=2#comment-{reply.pk}"


def test_a_thread_is_one_statement_however_long(cast, post, django_assert_num_queries):
    for n in range(5):
        root = make_comment(post, cast.bob, f"{n}")
        make_comment(post, cast.carol, parent=root)
    with django_assert_num_queries(1):
        thread(post, cast.alice)


class TestPages:
    def test_a_comment_is_written_without_javascript(self, cast, post, as_user):
        answer = as_user(cast.bob).post(f"/entries/{post.pk}/comments/", {"body": "はじめまして"})
        comment = Comment.objects.get()
        assert answer.status_code == 302
        assert answer.url == f"/comments/{comment.pk}/"

    def test_an_empty_comment_says_so_beside_the_field(self, cast, post, as_user):
        answer = as_user(cast.bob).post(f"/entries/{post.pk}/comments/", {"body": "  "})
        assert answer.status_code == 422
        assert b'aria-invalid="true"' in answer.content

    def test_an_error_for_htmx_is_put_where_the_form_was(self, cast, post, as_user):
        answer = as_user(cast.bob).post(f"/entries/{post.pk}/comments/", {"body": ""}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Reswap"]) == (422, "outerHTML")

    def test_quoting_begins_with_the_words(self, cast, post, as_user):
        comment = make_comment(post, cast.bob, "大事なこと")
        assert "&gt; 大事なこと" in as_user(cast.carol).get(f"/comments/{comment.pk}/reply/?quote=1").text

    def test_an_outsider_gets_404_everywhere(self, cast, as_user):
        post = make_post(cast.alice, space=cast.unit.space)
        comment = make_comment(post, cast.bob)
        client = as_user(cast.carol)
        for path in ("", "reply/", "edit/", "remove/", "report/", "reactions/"):
            assert client.get(f"/comments/{comment.pk}/{path}").status_code == 404
        assert client.post(f"/entries/{post.pk}/comments/", {"body": "x"}).status_code == 404

    def test_editing_anothers_comment_is_forbidden(self, cast, post, as_user):
        comment = make_comment(post, cast.bob)
        client = as_user(cast.carol)
        assert client.get(f"/comments/{comment.pk}/edit/").status_code == 403
        assert client.post(f"/comments/{comment.pk}/remove/").status_code == 403

    def test_an_administrator_must_give_a_reason(self, cast, post, as_user):
        comment = make_comment(post, cast.bob)
        client = as_user(cast.frank)
        assert client.post(f"/comments/{comment.pk}/remove/", {"reason": ""}).status_code == 422
        assert client.post(f"/comments/{comment.pk}/remove/", {"reason": "個人情報"}).status_code == 302

    def test_strange_page_numbers_mean_the_first_page(self, cast, post, as_user):
        make_comment(post, cast.bob)
        client = as_user(cast.bob)
        for odd in ("0", "-1", "x", "9" * 30, "１"):
            answer = client.get(f"/entries/{post.pk}/thread/", {"comments": odd}, headers={"HX-Request": "true"})
            assert "コメントです。" in answer.text

    def test_the_menu_of_a_comment_offers_what_the_reader_may_do(self, cast, post, as_user):
        comment = make_comment(post, cast.bob)
        paths = ("edit", "remove", "report")
        offered = {
            person: [p for p in paths if f"/comments/{comment.pk}/{p}/" in as_user(person).get(menu).text]
            for menu in [f"/comments/{comment.pk}/menu/"]
            for person in (cast.bob, cast.carol, cast.frank)
        }
        assert offered == {cast.bob: ["edit", "remove"], cast.carol: ["report"], cast.frank: ["remove", "report"]}
