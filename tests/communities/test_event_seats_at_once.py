"""Seats and the waiting list under fifty people at the same instant, with real threads and transactions."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from communities.actions.event_answers import set_answer
from communities.actions.events import Details, TooFewSeatsError, change_event
from communities.models import EventAnswer
from sns.notifications.models import Notification, Verb
from sns.people.models import User
from sns.publishing import EditConflict
from tests.communities.event_factory import fresh, make_event
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50
SEATS = 7
Choice = EventAnswer.Choice


@pytest.fixture
def people():
    make_company()
    return [make_person(f"p{n}") for n in range(WRITERS)]


def at_once(jobs, threads=WRITERS):
    """Everybody in a thread and a connection of his own."""

    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, jobs))


def answering(person, event, choice):
    def job():
        return set_answer(actor=User.objects.get(pk=person.pk), event=fresh(event), choice=choice)

    return job


def turns(event, choice):
    return list(event.answers.filter(choice=choice).order_by("turn", "id").values_list("turn", "user_id"))


def check_invariants(event):
    """Never more than there are seats, nobody waits while a seat is free, and no one overtakes another."""
    event = fresh(event)
    coming, waiting = turns(event, Choice.YES), turns(event, Choice.WAITING)
    assert len(coming) <= event.capacity
    assert not waiting or len(coming) == event.capacity
    assert not waiting or max(coming) < min(waiting)
    order = [turn for turn, _user in coming + waiting]
    assert len(order) == len(set(order))


def test_fifty_at_once_fill_the_seats_and_the_rest_wait_in_one_order(people):
    event = make_event(people[0], capacity=SEATS)
    got = at_once([answering(person, event, "yes") for person in people])
    assert (got.count("yes"), got.count("waiting")) == (SEATS, WRITERS - SEATS)
    assert event.answers.count() == WRITERS
    check_invariants(event)


def test_seats_given_back_at_once_go_to_the_first_who_wait(people):
    event = make_event(people[0], capacity=SEATS)
    for person in people:
        set_answer(actor=person, event=event, choice="yes")
    at_once([answering(person, event, "no") for person in people[:SEATS]])
    check_invariants(event)
    assert [user for _turn, user in turns(event, Choice.YES)] == [p.pk for p in people[SEATS : 2 * SEATS]]
    told = Notification.objects.filter(entry_id=event.pk, verb=Verb.WAITING).values_list("user_id", flat=True)
    assert set(told) == {p.pk for p in people[SEATS : 2 * SEATS]}


def test_whatever_fifty_people_say_at_once_the_invariants_hold_and_nobody_is_lost(people):
    event = make_event(people[0], capacity=SEATS)
    dice = random.Random(7)
    said = {person.pk: [dice.choice(["yes", "yes", "no", "maybe", ""]) for _n in range(4)] for person in people}

    def talk(person):
        def job():
            for choice in said[person.pk]:
                last = answering(person, event, choice)()
            return last

        return job

    at_once([talk(person) for person in people])
    check_invariants(event)
    stored = dict(event.answers.values_list("user_id", "choice"))
    for person in people:
        last = said[person.pk][-1]
        expected = {"yes": ("yes", "waiting"), "no": ("no",), "maybe": ("maybe",), "": (None,)}[last]
        assert stored.get(person.pk) in expected


def test_seats_that_grow_while_people_come_and_go_leave_nobody_waiting_in_vain(people):
    event = make_event(people[0], capacity=SEATS)
    for person in people[:20]:
        set_answer(actor=person, event=event, choice="yes")

    def grow():
        current = fresh(event)
        details = Details(title=current.title, starts_at=current.starts_at, ends_at=current.ends_at, capacity=15)
        try:
            change_event(actor=current.author, event=current, details=details, base_version=current.version)
        except (EditConflict, TooFewSeatsError):
            return

    jobs = [grow] + [answering(p, event, "no") for p in people[:5]] + [answering(p, event, "yes") for p in people[20:]]
    at_once(jobs)
    assert fresh(event).capacity == 15
    check_invariants(event)
    assert len(turns(event, Choice.YES)) == 15


def test_a_double_click_is_one_answer(people):
    event = make_event(people[0], capacity=1)
    at_once([answering(people[1], event, "yes") for _n in range(10)])
    assert list(event.answers.values_list("user_id", "choice")) == [(people[1].pk, "yes")]
