import pytest
from django.core.exceptions import PermissionDenied

from sns.discussion.actions import remove_comment
from sns.discussion.answers import set_best_answer
from sns.discussion.models import BestAnswer
from sns.discussion.queries import best_answer, cards, thread
from sns.notifications.models import Notification, Verb
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_comment, make_post


@pytest.fixture
def question(cast):
    return make_post(cast.alice, "何ミリまで?", flavour="question")


@pytest.fixture
def answer(cast, question):
    return make_comment(question, cast.bob, "普通公差です")


def test_the_asker_marks_the_answer_and_its_author_is_told_once(as_user, cast, question, answer):
    client = as_user(cast.alice)
    for _double_click in range(2):
        client.post(f"/comments/{answer.pk}/best-answer/", {"on": "1"})
    line = Notification.objects.get(user=cast.bob, entry=question)
    assert (line.verb, line.others) == (Verb.ANSWER, 0)
    page = client.get(f"/posts/{question.pk}/").text
    assert page.index("普通公差です") < page.index('id="comments"')
    assert page.count("普通公差です") == 2


def test_the_mark_stands_in_the_thread_and_on_the_card(cast, question, answer):
    other = make_comment(question, cast.carol)
    set_best_answer(actor=cast.alice, comment=answer, on=True)
    shown = {branch.comment.pk: branch.comment.is_best for branch in thread(question, cast.carol).branches}
    assert shown == {answer.pk: True, other.pk: False}
    assert cards(cast.carol, [question.pk])[0].is_solved


def test_another_choice_takes_the_place_of_the_first(cast, question, answer):
    other = make_comment(question, cast.carol)
    set_best_answer(actor=cast.alice, comment=answer, on=True)
    set_best_answer(actor=cast.alice, comment=other, on=True)
    assert best_answer(question, cast.alice).pk == other.pk
    set_best_answer(actor=cast.alice, comment=answer, on=False)
    assert best_answer(question, cast.alice).pk == other.pk
    set_best_answer(actor=cast.alice, comment=other, on=False)
    assert best_answer(question, cast.alice) is None


def test_nobody_else_chooses(as_user, cast, question, answer):
    for person in (cast.bob, cast.carol):
        assert as_user(person).post(f"/comments/{answer.pk}/best-answer/", {"on": "1"}).status_code == 403
    assert not BestAnswer.objects.exists()
    assert "best-answer" not in as_user(cast.carol).get(f"/posts/{question.pk}/").text


def test_a_moderator_chooses_for_somebody_who_forgot(cast):
    group = make_group(cast.alice, members=[cast.bob])
    comment = make_comment(make_topic(cast.bob, group, flavour="question"), cast.carol)
    set_best_answer(actor=cast.alice, comment=comment, on=True)
    assert BestAnswer.objects.get().chosen_by == cast.alice


def test_only_questions_have_an_answer(cast):
    comment = make_comment(make_post(cast.alice), cast.bob)
    with pytest.raises(PermissionDenied):
        set_best_answer(actor=cast.alice, comment=comment, on=True)


def test_an_answer_that_is_removed_is_none(cast, question, answer):
    set_best_answer(actor=cast.alice, comment=answer, on=True)
    remove_comment(actor=cast.bob, comment=answer)
    assert best_answer(question, cast.alice) is None
    assert not cards(cast.carol, [question.pk])[0].is_solved
