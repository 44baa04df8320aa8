"""Finding a date together."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.actions.date_polls import fix_date, set_marks
from communities.models import CandidateMark, Event
from sns.notifications.models import Notification, Verb
from tests.blogs.pages import fields, soup, wrong
from tests.communities.event_factory import fresh, make_circle, make_dates

DAYS = [(timezone.localdate() + timedelta(days=n)).isoformat() for n in (7, 8, 9)]


def marks(event, *signs) -> dict[int, str]:
    names = {"○": "good", "△": "perhaps", "×": "bad"}
    return {
        candidate.pk: names[sign]
        for candidate, sign in zip(event.candidates.all(), signs, strict=True)
        if sign in names
    }


def post_marks(client, event, *signs):
    return client.post(f"/events/{event.pk}/dates/", {f"mark_{pk}": mark for pk, mark in marks(event, *signs).items()})


def filled(client, path="/events/dates/new/", **changes):
    form = fields(client.get(path)) | {"title": "懇親会"}
    for n, day in enumerate(DAYS, 1):
        form |= {f"day_{n}": day, f"start_{n}": "18:00", f"end_{n}": "20:00"}
    return form | changes


def test_an_event_without_a_date_is_announced_with_its_candidates(as_user, cast):
    client = as_user(cast.alice)
    answer = client.post("/events/dates/new/", filled(client, start_3="", end_3=""))
    event = Event.objects.get()
    assert answer["Location"] == f"/events/{event.pk}/"
    assert not event.is_fixed
    days = list(event.candidates.all())
    assert [candidate.first_day is not None for candidate in days] == [False, False, True]
    assert "懇親会" in as_user(cast.carol).get("/events/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day_2": "", "start_2": "18:00"}, "day_2"),
        ({"start_1": ""}, "start_1"),
        ({"end_1": "17:00"}, "end_1"),
        ({"day_1": "9999-12-31"}, "day_1"),
        ({f"{name}_{n}": "" for name in ("day", "start", "end") for n in (2, 3)}, "day_2"),
    ],
)
def test_wrong_rows_are_named_and_kept(as_user, cast, changes, field):
    client = as_user(cast.alice)
    answer = client.post("/events/dates/new/", filled(client, **changes))
    assert answer.status_code == 422
    assert field in wrong(answer)
    assert "懇親会" in answer.content.decode()
    assert not Event.objects.exists()


def test_more_rows_come_without_losing_what_is_typed(as_user, cast):
    client = as_user(cast.alice)
    page = client.post("/events/dates/new/", filled(client, intent="more", body="書きかけ"))
    form = fields(page)
    assert form["day_1"] == DAYS[0]
    assert form["body"] == "書きかけ"
    assert "day_10" in form
    form.pop("intent", None)
    form |= {"day_9": DAYS[0], "start_9": "12:00", "end_9": "13:00"}
    assert client.post("/events/dates/new/", form).status_code == 302
    assert Event.objects.get().candidates.count() == 4


def test_everybody_says_what_suits_and_may_say_it_differently(as_user, cast):
    event = make_dates(cast.alice)
    assert post_marks(as_user(cast.bob), event, "○", "△", "×").status_code == 302
    post_marks(as_user(cast.bob), event, "×", "○", "-")
    found = list(CandidateMark.objects.order_by("candidate__starts_at").values_list("mark", flat=True))
    assert found == ["bad", "good"]
    page = soup(as_user(cast.carol).get(f"/events/{event.pk}/"))
    assert "坂東 暮雄" in page.select(".date-row")[1].text
    assert len(page.select(".date-row.best")) == 1


def test_nonsense_and_other_events_candidates_are_ignored(as_user, cast):
    event, other = make_dates(cast.alice), make_dates(cast.alice)
    strange = other.candidates.first().pk
    data = {f"mark_{strange}": "good", "mark_x": "good", f"mark_{event.candidates.first().pk}": "perfect"}
    assert as_user(cast.bob).post(f"/events/{event.pk}/dates/", data).status_code == 302
    assert not CandidateMark.objects.exists()


def test_a_taken_day_becomes_the_date_and_who_said_yes_comes(as_user, cast):
    event = make_dates(cast.alice)
    set_marks(actor=cast.bob, event=event, marks=marks(event, "×", "○", "○"))
    set_marks(actor=cast.carol, event=event, marks=marks(event, "○", "△", "×"))
    set_marks(actor=cast.erin, event=event, marks=marks(event, "×", "○", "×"))
    chosen = event.candidates.all()[1]
    client = as_user(cast.alice)
    assert client.get(f"/events/{event.pk}/dates/{chosen.pk}/").status_code == 200
    assert client.post(f"/events/{event.pk}/dates/{chosen.pk}/").status_code == 302
    event = fresh(event)
    assert (event.starts_at, event.ends_at, event.sequence) == (chosen.starts_at, chosen.ends_at, 1)
    assert dict(event.answers.values_list("user__handle", "choice")) == {"bob": "yes", "erin": "yes"}
    told = Notification.objects.filter(entry_id=event.pk, verb=Verb.EVENT).values_list("user__handle", flat=True)
    assert set(told) == {"bob", "carol", "erin"}


def test_with_too_few_seats_the_later_ones_wait(cast):
    event = make_dates(cast.alice, capacity=1)
    for person in (cast.carol, cast.bob, cast.erin):
        set_marks(actor=person, event=event, marks=marks(event, "○", "○", "○"))
    fix_date(actor=cast.alice, event=event, candidate=event.candidates.first())
    found = list(event.answers.order_by("turn").values_list("user__handle", "choice"))
    assert found == [("carol", "yes"), ("bob", "waiting"), ("erin", "waiting")]


def test_once_decided_nothing_can_be_said_or_decided_again(as_user, cast):
    event = make_dates(cast.alice)
    first, second = event.candidates.all()[:2]
    fix_date(actor=cast.alice, event=event, candidate=first)
    with pytest.raises(PermissionDenied):
        set_marks(actor=cast.bob, event=fresh(event), marks={first.pk: "good"})
    with pytest.raises(PermissionDenied):
        fix_date(actor=cast.alice, event=fresh(event), candidate=second)
    assert as_user(cast.alice).post(f"/events/{event.pk}/dates/{second.pk}/").status_code == 302
    assert post_marks(as_user(cast.bob), event, "○", "○", "○").status_code == 302
    assert fresh(event).starts_at == first.starts_at
    assert not CandidateMark.objects.exists()


def test_only_who_runs_it_decides(as_user, cast):
    event = make_dates(cast.alice)
    path = f"/events/{event.pk}/dates/{event.candidates.first().pk}/"
    assert as_user(cast.bob).post(path).status_code == 403
    assert as_user(cast.bob).get(path).status_code == 403


def test_the_words_of_an_undecided_event_can_be_changed(as_user, cast):
    circle = make_circle(cast.alice)
    event = make_dates(cast.alice, space=circle.space, body="まえ")
    client = as_user(cast.alice)
    path = f"/events/{event.pk}/edit/"
    assert client.post(path, fields(client.get(path)) | {"body": "あと", "place": "二階"}).status_code == 302
    assert (fresh(event).body, fresh(event).place, fresh(event).is_fixed) == ("あと", "二階", False)


def test_a_search_for_a_date_can_be_called_off(as_user, cast):
    event = make_dates(cast.alice)
    assert as_user(cast.alice).post(f"/events/{event.pk}/cancel/", {"reason": "集まらず"}).status_code == 302
    assert as_user(cast.bob).get(f"/events/{event.pk}/").status_code == 200
    assert "懇親会" not in as_user(cast.bob).get("/events/").content.decode()
