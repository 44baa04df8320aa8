import pytest
from django.core.exceptions import PermissionDenied

from sns.audit.models import AuditEvent
from sns.discussion.closing import close_thread, open_thread
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_comment, make_post


@pytest.fixture
def post(cast):
    return make_post(cast.alice)


def test_the_page_says_who_has_closed_it_and_why_and_the_form_is_gone(as_user, cast, post):
    as_user(cast.alice).post(f"/entries/{post.pk}/closure/", {"on": "1", "reason": "結論が出ました"})
    page = as_user(cast.carol).get(f"/posts/{post.pk}/").text
    assert "結論が出ました" in page
    assert cast.alice.name in page
    assert f'action="/entries/{post.pk}/comments/"' not in page


def test_nobody_comments_or_answers_below_it(as_user, cast, post):
    comment = make_comment(post, cast.bob)
    close_thread(actor=cast.alice, entry=post, reason="ここまで")
    with pytest.raises(PermissionDenied):
        make_comment(post, cast.bob)
    client = as_user(cast.bob)
    assert client.post(f"/entries/{post.pk}/comments/", {"body": "まだ"}).status_code == 403
    assert client.get(f"/comments/{comment.pk}/reply/").status_code == 403
    assert client.post(f"/comments/{comment.pk}/reply/", {"body": "まだ"}).status_code == 403


def test_a_reason_is_asked_for(as_user, cast, post):
    answer = as_user(cast.alice).post(f"/entries/{post.pk}/closure/", {"on": "1", "reason": " "})
    assert answer.status_code == 422


def test_opened_again_people_comment_again(as_user, cast, post):
    close_thread(actor=cast.alice, entry=post, reason="ここまで")
    as_user(cast.alice).post(f"/entries/{post.pk}/closure/", {"on": "0"})
    make_comment(post, cast.bob)


def test_readers_do_not_close(as_user, cast, post):
    assert as_user(cast.bob).get(f"/entries/{post.pk}/closure/").status_code == 403
    assert as_user(cast.bob).post(f"/entries/{post.pk}/closure/", {"on": "0"}).status_code == 403
    for act in (
        lambda: close_thread(actor=cast.bob, entry=post, reason="x"),
        lambda: open_thread(actor=cast.bob, entry=post),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_a_moderator_closes_stands_in_the_record(cast):
    topic = make_topic(cast.bob, make_group(cast.alice, members=[cast.bob]))
    close_thread(actor=cast.alice, entry=topic, reason="別の話になりました")
    open_thread(actor=cast.alice, entry=topic)
    verbs = AuditEvent.objects.filter(verb__startswith="thread.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["thread.closed", "thread.opened"]
