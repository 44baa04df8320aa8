from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.utils import translation

from sns.core import ratelimit
from sns.core.ratelimit import Limit, TooFast

ALICE, BOB = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def test_a_person_is_stopped_after_the_last_turn_and_others_are_not():
    limit = Limit("test", count=3, seconds=600)
    for _turn in range(3):
        limit.take_turn(ALICE)
    with pytest.raises(TooFast) as brake:
        limit.take_turn(ALICE)
    assert 0 < brake.value.seconds <= 600
    limit.take_turn(BOB)


def test_one_limit_does_not_use_up_another():
    Limit("a", count=1, seconds=600).take_turn(ALICE)
    Limit("b", count=1, seconds=600).take_turn(ALICE)


def test_turns_come_back_in_the_next_window(monkeypatch):
    limit, now = Limit("test", count=1, seconds=60), [6000.0]
    monkeypatch.setattr(ratelimit, "time", lambda: now[0])
    limit.take_turn(ALICE)
    with pytest.raises(TooFast) as brake:
        limit.take_turn(ALICE)
    now[0] += brake.value.seconds
    limit.take_turn(ALICE)


def test_the_answer_says_when_to_come_again():
    response = TooFast(61).mark(HttpResponse("text"))
    assert response.status_code == 429
    assert response["Retry-After"] == "61"
    with translation.override("en"):
        assert "2 minutes" in TooFast(61).message
