import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.actions.topics import change_topic, set_vote
from communities.models import Topic
from sns.discussion.answers import set_best_answer
from sns.entries.models import Entry
from sns.notifications.models import Notification, Verb
from sns.publishing import purge_trash, withdraw
from sns.spaces.models import Space
from tests.blogs.pages import fields
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_comment


@pytest.fixture
def group(cast):
    return make_group(cast.alice, members=[cast.bob])


@pytest.fixture
def secret(cast):
    return make_group(cast.alice, "次の一手", "secret", members=[cast.bob])


def typed(page, **values):
    return fields(page) | {"title": "何ミリまで?", "body": "本文 #図面", "tags": "検査", "flavour": "question"} | values


def test_a_member_writes_a_question_with_its_tags(as_user, cast, group):
    client = as_user(cast.bob)
    page = client.get(f"/communities/{group.pk}/topics/new/?flavour=question")
    answer = client.post(f"/communities/{group.pk}/topics/new/", typed(page))
    topic = Topic.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/topics/{topic.pk}/")
    assert (topic.kind, topic.flavour, topic.space_id) == ("topic", "question", group.pk)
    assert sorted(topic.entry_tags.values_list("tag__label", flat=True)) == ["図面", "検査"]
    assert topic.revisions.count() == 1
    shown = client.get(answer["Location"]).text
    assert "何ミリまで?" in shown
    assert group.name in shown


def test_a_double_click_writes_one_topic(as_user, cast, group):
    client = as_user(cast.bob)
    form = typed(client.get(f"/communities/{group.pk}/topics/new/"), submission=str(uuid.uuid4()))
    first = client.post(f"/communities/{group.pk}/topics/new/", form)
    second = client.post(f"/communities/{group.pk}/topics/new/", form)
    assert first["Location"] == second["Location"]
    assert Topic.objects.count() == 1


def test_without_a_title_nothing_typed_is_lost(as_user, cast, group):
    client = as_user(cast.bob)
    form = typed(client.get(f"/communities/{group.pk}/topics/new/"), title="", body="長い本文", flavour="idea")
    answer = client.post(f"/communities/{group.pk}/topics/new/", form)
    assert answer.status_code == 422
    assert "長い本文" in answer.text
    assert not Topic.objects.exists()


def test_who_only_reads_along_may_not_write(as_user, cast, group):
    assert as_user(cast.carol).get(f"/communities/{group.pk}/topics/new/").status_code == 403
    with pytest.raises(PermissionDenied):
        make_topic(cast.carol, group)


def test_in_an_archived_community_nobody_writes(as_user, cast, group):
    topic = make_topic(cast.bob, group)
    Space.objects.filter(pk=group.pk).update(is_archived=True)
    client = as_user(cast.bob)
    assert client.get(f"/communities/{group.pk}/topics/new/").status_code == 403
    assert client.get(f"/topics/{topic.pk}/edit/").status_code == 403
    page = client.get(f"/topics/{topic.pk}/")
    assert page.status_code == 200
    assert f'action="/entries/{topic.pk}/comments/"' not in page.text
    for path in ("closure", "pin"):
        assert as_user(cast.alice).get(f"/entries/{topic.pk}/{path}/").status_code == 403


def test_a_second_editor_gets_both_texts(as_user, cast, group):
    topic = make_topic(cast.bob, group, "題", "はじめ")
    client = as_user(cast.bob)
    form = fields(client.get(f"/topics/{topic.pk}/edit/"))
    client.post(f"/topics/{topic.pk}/edit/", form | {"body": "先"})
    answer = client.post(f"/topics/{topic.pk}/edit/", form | {"body": "あと"})
    assert answer.status_code == 409
    assert "先" in answer.text
    assert "あと" in answer.text
    assert Topic.objects.get().body.strip() == "先"
    client.post(f"/topics/{topic.pk}/edit/", fields(answer, "form.form") | {"choice": "mine"})
    assert Topic.objects.get().body.strip() == "あと"


def test_saving_the_text_leaves_the_votes_alone(cast, group):
    topic = make_topic(cast.bob, group, flavour="idea")
    read = Topic.objects.get()
    set_vote(actor=cast.alice, topic=topic, on=True)
    change_topic(actor=cast.bob, topic=read, title="題", body="新", flavour="idea", tags=[], base_version=read.version)
    assert Topic.objects.get().vote_count == 1


def test_only_the_author_edits(as_user, cast, group):
    topic = make_topic(cast.bob, group)
    assert as_user(cast.alice).get(f"/topics/{topic.pk}/edit/").status_code == 403


def test_the_author_throws_it_away_and_takes_it_back(as_user, cast, group):
    topic = make_topic(cast.bob, group, "迷った題")
    client = as_user(cast.bob)
    client.post(f"/entries/{topic.pk}/delete/")
    assert client.get(f"/topics/{topic.pk}/")["Location"] == "/trash/"
    assert "迷った題" in client.get("/trash/").text
    client.post(f"/entries/{topic.pk}/restore/")
    assert client.get(f"/topics/{topic.pk}/").status_code == 200


def test_a_moderator_removes_it_with_a_reason_that_the_author_is_told(as_user, cast, group):
    topic = make_topic(cast.bob, group)
    client = as_user(cast.alice)
    assert client.post(f"/entries/{topic.pk}/delete/", {"reason": ""}).status_code == 422
    client.post(f"/entries/{topic.pk}/delete/", {"reason": "個人名があります"})
    assert not Entry.objects.get(pk=topic.pk).is_live
    line = Notification.objects.get(user=cast.bob)
    assert (line.verb, line.excerpt) == (Verb.REMOVED, "個人名があります")


def test_members_who_do_not_moderate_cannot_remove(as_user, cast, group):
    topic = make_topic(cast.alice, group)
    assert as_user(cast.bob).post(f"/entries/{topic.pk}/delete/", {"reason": "x"}).status_code == 403
    assert Entry.objects.get(pk=topic.pk).is_live


def test_nobody_outside_a_secret_community_reaches_anything_of_its_topics(as_user, cast, secret):
    idea = make_topic(cast.bob, secret, "秘密の案", flavour="idea")
    comment = make_comment(idea, cast.alice)
    client = as_user(cast.carol)
    for path in (
        f"/topics/{idea.pk}/", f"/topics/{idea.pk}/edit/", f"/topics/{idea.pk}/decision/",
        f"/communities/{secret.pk}/topics/new/", f"/communities/{secret.pk}/topics/{idea.pk}/",
        f"/communities/{secret.pk}/ideas/", f"/entries/{idea.pk}/closure/", f"/entries/{idea.pk}/pin/",
        f"/entries/{idea.pk}/move/", f"/entries/{idea.pk}/delete/", f"/entries/{idea.pk}/revisions/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    for path in (
        f"/topics/{idea.pk}/vote/", f"/comments/{comment.pk}/best-answer/", f"/entries/{idea.pk}/closure/",
        f"/entries/{idea.pk}/pin/", f"/entries/{idea.pk}/move/", f"/entries/{idea.pk}/restore/",
    ):  # fmt: skip
        assert client.post(path, {"on": "1"}).status_code == 404, path
    for tab in ("", "open/", "solved/", "new/"):
        assert "次の一手" not in client.get(f"/questions/{tab}").text


def test_the_page_of_an_idea_asks_few_questions(as_user, cast, group, django_assert_max_num_queries):
    topic = make_topic(cast.bob, group, flavour="idea")
    make_comment(topic, cast.carol)
    client = as_user(cast.alice)
    client.get(f"/topics/{topic.pk}/")
    with django_assert_max_num_queries(16):
        client.get(f"/topics/{topic.pk}/")


def test_what_lies_in_the_trash_too_long_goes_with_all_that_hangs_on_it(cast, group):
    idea = make_topic(cast.bob, group, flavour="idea")
    set_vote(actor=cast.alice, topic=idea, on=True)
    question = make_topic(cast.bob, group, flavour="question")
    set_best_answer(actor=cast.bob, comment=make_comment(question, cast.alice), on=True)
    for topic in (idea, question):
        withdraw(actor=cast.bob, entry=topic)
    assert purge_trash(now=timezone.now() + timedelta(days=31)) == 2
    assert not Topic.objects.exists()
    assert not Entry.objects.filter(kind="topic").exists()
