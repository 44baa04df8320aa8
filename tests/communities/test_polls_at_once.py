"""Fifty people vote at the same instant, with real threads and transactions."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from communities.actions.polls import AlreadyVoted, PollClosed, close_poll, tell_of_ended_polls, vote
from communities.models import Poll, PollVoter, Vote
from sns.notifications.models import Notification
from tests.communities.groups import make_group
from tests.communities.polls import counts, ids, make_poll
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50
THREADS = 12  # connections at once; the rest wait their turn in the pool


def at_once(jobs) -> list:
    def run(job):
        try:
            return job()
        except (AlreadyVoted, PollClosed) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def people():
    make_company()
    return [make_person(f"p{n}") for n in range(WRITERS)]


def ballot(person, poll, options):
    return lambda: vote(actor=person, poll=poll, options=options)


@pytest.mark.parametrize("anonymous", [False, True])
def test_every_vote_is_counted_once(people, anonymous):
    poll = make_poll(people[0], make_group(people[0]), anonymous=anonymous, multiple=True)
    options = ids(poll)
    cast = [(person, options[: n % 3 + 1]) for n, person in enumerate(people)]
    at_once([ballot(person, poll, chosen) for person, chosen in cast])
    assert counts(poll) == [sum(option in chosen for _p, chosen in cast) for option in options]
    assert sum(counts(poll)) == sum(len(chosen) for _p, chosen in cast)
    assert Poll.objects.get(pk=poll.pk).voter_count == PollVoter.objects.filter(poll=poll).count() == WRITERS
    assert Vote.objects.count() == (0 if anonymous else sum(counts(poll)))


def test_one_person_who_presses_many_times_votes_once_when_anonymous(people):
    poll = make_poll(people[0], make_group(people[0]), anonymous=True)
    got = at_once([ballot(people[1], poll, [ids(poll)[n % 3]]) for n in range(12)])
    assert got.count(None) == 1
    assert got.count(AlreadyVoted) == 11
    assert sum(counts(poll)) == 1


def test_changing_ones_mind_many_times_leaves_one_vote(people):
    poll = make_poll(people[0], make_group(people[0]))
    at_once([ballot(person, poll, [ids(poll)[n % 3]]) for n in range(3) for person in people[:10]])
    assert sum(counts(poll)) == Vote.objects.count() == Poll.objects.get(pk=poll.pk).voter_count == 10


def test_no_vote_slips_in_after_the_end(people):
    poll = make_poll(people[0], make_group(people[0]), anonymous=True)
    jobs = [ballot(person, poll, ids(poll)[:1]) for person in people]
    jobs.insert(20, lambda: close_poll(actor=people[0], poll=poll))
    got = at_once(jobs)
    counted = got.count(None) - 1  # the closing itself
    assert counts(poll)[0] == PollVoter.objects.filter(poll=poll).count() == counted
    assert counted + got.count(PollClosed) == WRITERS


def test_two_workers_tell_of_the_end_once(people):
    poll = make_poll(people[0], make_group(people[0]))
    vote(actor=people[1], poll=poll, options=ids(poll)[:1])
    close_poll(actor=people[0], poll=poll)
    assert sum(at_once([tell_of_ended_polls] * 4)) == 1
    assert Notification.objects.get().others == 0
