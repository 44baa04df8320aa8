"""The topics of the demo as the data files tell them, and how they are shelved."""

import pytest

from sns.ops.demo import content
from sns.ops.demo.communities import clubs

CLUBS = {club.key: club for club in clubs()}
PEOPLE = {person.handle: person for person in content.people()}
TOPICS = content.topics()
STORIES = {story.key: story for story in content.stories()}


def day_of(topic, remark) -> int:
    return topic.days - int(remark.at.split()[0])


def test_every_community_has_topics_of_several_sorts():
    for key in CLUBS:
        assert len([topic for topic in TOPICS if topic.community == key]) >= 3, key
    assert {topic.flavour for topic in TOPICS} == {"", "question", "idea", "gratitude"}
    assert len(STORIES) == len(content.articles()) + len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_it_is_written_by_those_who_may_when_they_were_there(topic):
    club = CLUBS[topic.community]
    assert topic.author in club.everybody
    assert topic.days < club.founded
    for remark in topic.remarks:
        assert club.access == "open" or remark.by in club.everybody
        assert 0 <= day_of(topic, remark) <= PEOPLE[remark.by].since
        assert remark.at.split()[0] != "+0" or remark.at.split()[1] > topic.time


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_only_ideas_have_votes_and_only_questions_an_answer(topic):
    assert not topic.votes or topic.flavour == "idea"
    assert sum(remark.best for remark in topic.remarks) <= (topic.flavour == "question")
    if topic.decision:
        club = CLUBS[topic.community]
        assert topic.decision.by in (club.owner, *club.moderators)
        assert 0 < topic.decision.days < topic.days


def test_links_lead_back_to_something_already_written():
    for topic in TOPICS:
        for key in content.links(topic.body + "".join(remark.text for remark in topic.remarks)):
            assert STORIES[key].days >= topic.days - max((int(r.at.split()[0]) for r in topic.remarks), default=0)


def test_some_questions_wait_some_ideas_are_open_and_some_are_decided():
    questions = [topic for topic in TOPICS if topic.flavour == "question"]
    assert sum(not topic.remarks for topic in questions) >= 3
    assert sum(any(remark.best for remark in topic.remarks) for topic in questions) >= 15
    assert {topic.decision.outcome if topic.decision else "" for topic in TOPICS} == {"", "taken_up", "not_now"}
