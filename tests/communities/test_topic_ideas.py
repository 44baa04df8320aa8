import pytest
from django.core.exceptions import PermissionDenied

from communities.actions.topics import count_votes, decide, set_vote
from communities.models import IdeaVote, Topic
from sns.audit.models import AuditEvent
from tests.blogs.test_at_once import at_once
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_company, make_person


@pytest.fixture
def group(cast):
    return make_group(cast.alice, members=[cast.bob])


@pytest.fixture
def idea(cast, group):
    return make_topic(cast.bob, group, "投書箱を置く", flavour="idea")


def test_each_person_has_one_vote_and_can_take_it_back(cast, idea):
    for person in (cast.alice, cast.alice, cast.carol):
        set_vote(actor=person, topic=idea, on=True)
    assert Topic.objects.get().vote_count == 2
    for _twice in range(2):
        set_vote(actor=cast.carol, topic=idea, on=False)
    assert Topic.objects.get().vote_count == 1


def test_only_ideas_are_voted_on(cast, group):
    with pytest.raises(PermissionDenied):
        set_vote(actor=cast.alice, topic=make_topic(cast.bob, group), on=True)


def test_the_button_says_which_state_it_wants(as_user, cast, idea):
    client = as_user(cast.carol)
    assert 'aria-pressed="false"' in client.get(f"/topics/{idea.pk}/").text
    answer = client.post(f"/topics/{idea.pk}/vote/", {"on": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in answer.text
    assert "<b>1</b>" in answer.text


def test_a_moderator_answers_an_idea_and_everybody_reads_why(as_user, cast, idea):
    client = as_user(cast.alice)
    page = {"outcome": "not_now", "reason": ""}
    assert client.post(f"/topics/{idea.pk}/decision/", page).status_code == 422
    client.post(f"/topics/{idea.pk}/decision/", page | {"reason": "来期の予算で"})
    assert "来期の予算で" in as_user(cast.carol).get(f"/topics/{idea.pk}/").text
    assert AuditEvent.objects.filter(verb="idea.decided", subject_id=str(idea.pk)).exists()


def test_a_member_does_not_decide(as_user, cast, idea):
    assert as_user(cast.bob).get(f"/topics/{idea.pk}/decision/").status_code == 403
    with pytest.raises(PermissionDenied):
        decide(actor=cast.bob, topic=idea, outcome="taken_up", reason="x")


def test_ideas_stand_by_votes_page_by_page_and_leave_the_list_when_decided(
    as_user, cast, group, idea, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("communities.queries.topics.IDEAS_PER_PAGE", 2)
    others = [make_topic(cast.bob, group, f"案{n}", flavour="idea") for n in range(3)]
    for person in (cast.alice, cast.carol):
        set_vote(actor=person, topic=others[1], on=True)
    set_vote(actor=cast.alice, topic=idea, on=True)
    decide(actor=cast.alice, topic=others[2], outcome="taken_up", reason="やります")
    client = as_user(cast.carol)
    with django_assert_max_num_queries(10):
        first = client.get(f"/communities/{group.pk}/ideas/").text
    assert first.index("案1") < first.index("投書箱を置く")
    assert "案0" not in first
    assert "案2" not in first
    assert f"after=1-{idea.pk}" in first
    rest = client.get(f"/communities/{group.pk}/ideas/?after=1-{idea.pk}").text
    assert "案0" in rest
    assert "投書箱を置く" not in rest
    assert "案2" in client.get(f"/communities/{group.pk}/ideas/?state=taken_up").text


def test_a_recount_mends_a_wrong_count(cast, idea):
    set_vote(actor=cast.alice, topic=idea, on=True)
    Topic.objects.update(vote_count=7)
    assert count_votes() == 1
    assert Topic.objects.get().vote_count == 1
    assert count_votes() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_votes_at_the_same_instant_are_all_counted():
    make_company()
    people = [make_person() for _n in range(10)]
    idea = make_topic(people[0], make_group(people[0]), flavour="idea")
    at_once(*[lambda p=p: set_vote(actor=p, topic=idea, on=True) for p in people for _twice in range(2)])
    assert Topic.objects.get().vote_count == IdeaVote.objects.count() == 10
