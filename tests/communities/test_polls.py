"""Polls: votes, their sums, the end, and what nobody may find out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import IntegrityError
from django.utils import timezone

from communities.actions.polls import (
    AlreadyVoted,
    PollClosed,
    PollStarted,
    WrongChoice,
    close_poll,
    count_poll_votes,
    revise_poll,
    tell_of_ended_polls,
    vote,
)
from communities.models import Poll, PollOption, PollVoter, Vote
from communities.queries.polls import result_for
from sns.notifications.models import Notification, Verb
from sns.ops.rebuild import rebuild_counters
from tests.communities.groups import make_group
from tests.communities.polls import counts, ids, make_poll
from tests.factories import make_person


@pytest.fixture
def group(cast):
    return make_group(cast.alice, members=[cast.bob])


def fresh(poll) -> Poll:
    return Poll.objects.select_related("space").get(pk=poll.pk)


class TestOpenPolls:
    def test_a_vote_can_be_changed_and_counts_once(self, cast, group):
        poll = make_poll(cast.alice, group)
        monday, wednesday, _friday = ids(poll)
        vote(actor=cast.bob, poll=poll, options=[monday])
        vote(actor=cast.bob, poll=poll, options=[wednesday])
        assert counts(poll) == [0, 1, 0]
        assert fresh(poll).voter_count == 1
        assert list(Vote.objects.values_list("option_id", "user_id")) == [(wednesday, cast.bob.pk)]

    def test_several_may_be_chosen_where_the_poll_says_so(self, cast, group):
        poll = make_poll(cast.alice, group, multiple=True)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:2])
        vote(actor=cast.bob, poll=poll, options=ids(poll)[1:])
        assert counts(poll) == [0, 1, 1]
        single = make_poll(cast.alice, group)
        with pytest.raises(WrongChoice):
            vote(actor=cast.bob, poll=single, options=ids(single)[:2])

    def test_nothing_and_options_of_another_poll_are_no_choice(self, cast, group):
        poll, other = make_poll(cast.alice, group), make_poll(cast.alice, group)
        for wrong in ([], ids(other)[:1], [0]):
            with pytest.raises(WrongChoice):
                vote(actor=cast.bob, poll=poll, options=wrong)
        assert not PollVoter.objects.exists()

    def test_the_result_is_shown_to_those_who_have_voted(self, cast, group):
        poll = make_poll(cast.alice, group)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        assert result_for(cast.bob, fresh(poll)).bars[0].names == [cast.bob.name]
        hidden = result_for(cast.alice, fresh(poll))
        assert not hidden.is_shown
        assert [(bar.votes, bar.percent, bar.names, bar.is_most) for bar in hidden.bars] == [(0, 0, [], False)] * 3

    def test_or_to_nobody_before_the_end(self, cast, group):
        poll = make_poll(cast.alice, group, shown=Poll.Shown.CLOSED)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        assert not result_for(cast.bob, fresh(poll)).is_shown
        assert result_for(cast.bob, fresh(poll)).bars[0].mine
        close_poll(actor=cast.alice, poll=poll)
        assert result_for(cast.carol, fresh(poll)).bars[0].votes == 1


class TestAnonymousPolls:
    def test_nothing_stored_joins_a_voter_to_his_choice(self, cast, group):
        poll = make_poll(cast.alice, group, anonymous=True)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        assert counts(poll) == [1, 0, 0]
        assert not Vote.objects.exists()
        assert list(PollVoter.objects.values()) == [{"poll_id": poll.pk, "user_id": cast.bob.pk}]

    def test_rows_carry_neither_a_number_nor_a_time(self):
        columns = {field.column for field in PollVoter._meta.concrete_fields if field.column}
        assert columns == {"poll_id", "user_id"}
        assert {f.column for f in PollOption._meta.concrete_fields} == {"id", "poll_id", "number", "text", "votes"}

    def test_the_transaction_that_a_row_remembers_tells_nothing(self, cast, group):
        poll = make_poll(cast.alice, group, anonymous=True)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT xmin::text) FROM communities_polloption WHERE poll_id = %s", [poll.pk]
            )
            assert cursor.fetchone()[0] == 1

    def test_a_second_vote_is_refused_and_not_counted(self, cast, group):
        poll = make_poll(cast.alice, group, anonymous=True)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        for again in (ids(poll)[:1], ids(poll)[1:2]):
            with pytest.raises(AlreadyVoted):
                vote(actor=cast.bob, poll=poll, options=again)
        assert counts(poll) == [1, 0, 0]

    def test_nobody_sees_an_intermediate_result_not_even_the_author(self, cast, group):
        poll = make_poll(cast.alice, group, anonymous=True)
        for n in range(6):
            vote(actor=make_person(f"voter{n}"), poll=poll, options=ids(poll)[:1])
        vote(actor=cast.alice, poll=poll, options=ids(poll)[1:2])
        result = result_for(cast.alice, fresh(poll))
        assert not result.is_shown
        assert not any(bar.votes or bar.mine or bar.names for bar in result.bars)

    def test_the_database_refuses_one_that_would_show_it(self, cast, group):
        poll = make_poll(cast.alice, group, anonymous=True)
        with pytest.raises(IntegrityError):
            Poll.objects.filter(pk=poll.pk).update(shown=Poll.Shown.VOTED)

    @pytest.mark.parametrize(("voters", "shown"), [(4, False), (5, True)])
    def test_the_result_needs_five_voters(self, cast, group, voters, shown):
        poll = make_poll(cast.alice, group, anonymous=True)
        for n in range(voters):
            vote(actor=make_person(f"voter{n}"), poll=poll, options=ids(poll)[n % 2 : n % 2 + 1])
        close_poll(actor=cast.alice, poll=poll)
        result = result_for(cast.alice, fresh(poll))
        assert result.is_shown is shown
        assert result.is_too_small is not shown
        assert [bar.votes for bar in result.bars] == ([3, 2, 0] if shown else [0, 0, 0])


class TestTheEnd:
    def test_after_its_date_a_poll_takes_no_votes(self, cast, group):
        poll = make_poll(cast.alice, group, closes_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(PollClosed):
            vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])

    def test_its_author_and_moderators_close_it(self, cast, group):
        poll = make_poll(cast.bob, group)
        with pytest.raises(PermissionDenied):
            close_poll(actor=cast.carol, poll=poll)
        close_poll(actor=cast.alice, poll=poll)  # the owner of the community
        ended = fresh(poll).closed_at
        close_poll(actor=cast.bob, poll=poll)
        assert fresh(poll).closed_at == ended
        with pytest.raises(PollClosed):
            vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])

    def test_a_closed_poll_is_not_opened_again_by_a_later_date(self, cast, group):
        poll = make_poll(cast.alice, group)
        close_poll(actor=cast.alice, poll=poll)
        poll.closes_at = timezone.now() + timedelta(days=3)
        with pytest.raises(PollClosed):
            revise_poll(actor=cast.alice, poll=poll, options=["月曜", "水曜"], tags=[], base_version=poll.version)

    def test_those_who_voted_are_told_once(self, cast, group):
        poll = make_poll(cast.alice, group, closes_at=timezone.now() + timedelta(hours=1))
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        assert tell_of_ended_polls() == 0
        later = timezone.now() + timedelta(hours=2)
        assert tell_of_ended_polls(now=later) == 1
        assert tell_of_ended_polls(now=later) == 0
        assert list(Notification.objects.filter(verb=Verb.POLL).values_list("user__handle", flat=True)) == ["bob"]


class TestChanging:
    def change(self, poll, options=("月曜", "木曜"), **fields):
        for name, value in fields.items():
            setattr(poll, name, value)
        return revise_poll(actor=poll.author, poll=poll, options=options, tags=[], base_version=poll.version)

    def test_before_the_first_vote_everything(self, cast, group):
        poll = self.change(make_poll(cast.alice, group), title="いつにしますか", multiple=True)
        assert [str(option) for option in poll.options.all()] == ["月曜", "木曜"]
        assert fresh(poll).multiple

    @pytest.mark.parametrize(
        "change",
        [
            {"options": ("月曜", "水曜", "土曜")},
            {"options": ("月曜", "水曜", "金曜"), "title": "別の問い"},
            {"options": ("月曜", "水曜", "金曜"), "anonymous": True, "shown": "closed"},
            {"options": ("月曜", "水曜", "金曜"), "multiple": True},
        ],
    )
    def test_after_it_no_question_option_or_rule(self, cast, group, change):
        poll = make_poll(cast.alice, group)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        with pytest.raises(PollStarted):
            self.change(poll, **change)
        assert counts(poll) == [1, 0, 0]

    def test_but_the_explanation_and_the_end(self, cast, group):
        poll = make_poll(cast.alice, group)
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        end = timezone.now() + timedelta(days=2)
        self.change(poll, ("月曜", "水曜", "金曜"), body="時間は18時からです。", closes_at=end)
        assert fresh(poll).closes_at == end
        assert counts(poll) == [1, 0, 0]
        assert fresh(poll).voter_count == 1


class TestWhoMay:
    def test_readers_vote_members_ask(self, cast, group):
        poll = make_poll(cast.bob, group)
        vote(actor=cast.carol, poll=poll, options=ids(poll)[:1])
        with pytest.raises(PermissionDenied):
            make_poll(cast.carol, group)

    def test_outsiders_of_a_closed_one_do_neither(self, cast):
        poll = make_poll(cast.alice, make_group(cast.alice, access="closed"))
        with pytest.raises(PermissionDenied):
            vote(actor=cast.carol, poll=poll, options=ids(poll)[:1])

    def test_an_archived_community_only_remembers(self, cast, group):
        poll = make_poll(cast.alice, group)
        group.space.is_archived = True
        group.space.save()
        with pytest.raises(PermissionDenied):
            vote(actor=cast.bob, poll=fresh(poll), options=ids(poll)[:1])
        with pytest.raises(PermissionDenied):
            make_poll(cast.alice, group)


def test_rebuild_counts_open_votes_again_and_leaves_anonymous_sums(cast, group):
    named, secret = make_poll(cast.alice, group, multiple=True), make_poll(cast.alice, group, anonymous=True)
    for poll in (named, secret):
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
        vote(actor=cast.alice, poll=poll, options=ids(poll)[1:2])
    assert count_poll_votes() == 0
    PollOption.objects.filter(poll=named).update(votes=9)
    Poll.objects.update(voter_count=7)
    rebuild_counters()
    assert counts(named) == counts(secret) == [1, 1, 0]
    assert [fresh(poll).voter_count for poll in (named, secret)] == [2, 2]
    assert count_poll_votes() == 0
