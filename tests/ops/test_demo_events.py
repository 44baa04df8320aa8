"""The demo's events: what is told holds together."""

from sns.ops.demo import content
from sns.ops.demo.communities import clubs
from sns.ops.demo.events import told_events

TOLD = told_events()
PEOPLE = {person.handle: person for person in content.people()}
CLUBS = {club.key: club for club in clubs()}
POSTS = {article.key: article for article in content.articles()}


def named(told) -> list[str]:
    return [
        *told.yes,
        *told.maybe,
        *told.no,
        *(told.came or []),
        *(h for d in told.dates for h in d.good + d.perhaps + d.bad),
    ]


def test_there_are_events_past_and_to_come():
    assert len([told for told in TOLD if told.on > 0]) >= 8
    assert len([told for told in TOLD if told.on < 0]) >= 8
    assert [told.key for told in TOLD if told.dates] == ["ev-year-end"]
    assert len({told.key for told in TOLD}) == len(TOLD)


def test_everybody_exists_answers_once_and_was_there_before_his_name_is_shown():
    for told in TOLD:
        assert {told.author, *named(told)} <= set(PEOPLE), told.key
        answers = [*told.yes, *told.maybe, *told.no]
        assert len(answers) == len(set(answers)), told.key
        assert set(told.named) <= set(told.came or []), told.key


def test_nobody_answers_where_he_may_not_look_and_no_event_hides_in_a_secret_place():
    for told in TOLD:
        if not told.space:
            continue
        club = CLUBS[told.space]
        assert "events" in club.tools, told.key
        assert club.access != "secret"
        assert told.author in club.everybody, told.key
        if club.access == "closed":
            assert set(named(told)) <= set(club.everybody), told.key


def test_reports_are_posts_written_afterwards():
    for told in TOLD:
        for key in told.reports:
            assert POSTS[key].days <= told.on, (told.key, key)


def test_nobody_is_at_an_event_before_he_has_joined_the_company():
    for told in TOLD:
        for handle in named(told):
            assert PEOPLE[handle].since >= max(told.on, 0), (told.key, handle)
