"""Mail about events: to the right people, in their language, with a way out."""

import pytest
from django.core import mail as outbox_of
from django.db import transaction

from sns.notifications.models import Verb
from sns.notifications.unsubscribe import unsubscribe_path
from sns.notifications.wishes import set_mail
from sns.publishing import withdraw
from tests.factories import make_comment, make_post


@pytest.fixture
def outbox(settings):
    return outbox_of.outbox


def test_the_author_gets_mail_about_a_comment_in_his_language(cast, run_jobs, outbox):
    post = make_post(cast.carol, "Jigs")
    make_comment(post, cast.bob, "面白い!")
    run_jobs()
    (message,) = outbox
    assert message.to == [cast.carol.email]
    assert "commented on your post" in message.subject
    html, mimetype = message.alternatives[0]
    assert mimetype == "text/html"
    assert "面白い!" in message.body
    assert "面白い!" in html


def test_japanese_readers_get_japanese_mail(cast, run_jobs, outbox):
    make_comment(make_post(cast.alice, "治具の話"), cast.carol, "Nice")
    run_jobs()
    assert "コメント" in outbox[0].subject


def test_a_comment_that_is_rolled_back_sends_nothing(cast, run_jobs, outbox):
    post = make_post(cast.alice)
    with transaction.atomic():
        make_comment(post, cast.bob)
        transaction.set_rollback(True)
    run_jobs()
    assert outbox == []


def test_who_has_said_no_gets_none(cast, run_jobs, outbox):
    set_mail(user=cast.alice, verb=Verb.COMMENT, on=False)
    make_comment(make_post(cast.alice), cast.bob)
    run_jobs()
    assert outbox == []


def test_what_may_no_longer_be_read_is_not_mailed(cast, run_jobs, outbox):
    post = make_post(cast.alice)
    make_comment(post, cast.bob, "@carol さん")
    withdraw(actor=cast.alice, entry=post)
    run_jobs()
    assert outbox == []


def test_a_title_with_line_breaks_adds_no_header(cast, run_jobs, outbox):
    make_comment(make_post(cast.alice, "題\r\nBcc: evil@example.com"), cast.bob)
    run_jobs()
    assert "\n" not in outbox[0].subject
    assert outbox[0].bcc == []


def test_words_of_people_are_not_markup_in_html_mail(cast, run_jobs, outbox):
    make_comment(make_post(cast.alice, "<script>alert(1)</script>"), cast.bob, "<b>太字</b>")
    run_jobs()
    assert "<script>" not in outbox[0].alternatives[0][0]


class TestUnsubscribing:
    def test_one_click_without_log_in_stops_that_kind_alone(self, cast, client, run_jobs, outbox):
        make_comment(make_post(cast.alice), cast.bob)
        run_jobs()
        address = outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        assert outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        answer = client.post(address.split("8000")[1], {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        make_comment(make_post(cast.alice), cast.bob, "コメント")
        make_comment(make_post(cast.alice), cast.bob, "@alice さん")
        outbox.clear()
        run_jobs()
        assert ["mentioned" in m.subject or "呼び" in m.subject for m in outbox[-1:]] == [True]

    def test_looking_at_the_page_changes_nothing(self, cast, client, run_jobs, outbox):
        client.get(unsubscribe_path(cast.alice, Verb.COMMENT))
        make_comment(make_post(cast.alice), cast.bob)
        run_jobs()
        assert len(outbox) == 1

    def test_a_forged_address_is_not_found(self, cast, client):
        assert client.post("/notifications/unsubscribe/forged/").status_code == 404
