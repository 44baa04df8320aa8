"""Afterwards: who was there, by his own consent, and the texts about it."""

import pytest

from communities.models import Attendance
from communities.queries.event_records import record_of
from sns.notifications.models import Notification
from sns.spaces.actions import ensure_personal_space
from tests.blogs.pages import soup, wrong
from tests.communities.event_factory import fresh, make_circle, make_event, make_past, say
from tests.factories import make_person, make_post


@pytest.fixture
def event(cast):
    event = make_event(cast.alice)
    for person in (cast.bob, cast.carol):
        say(person, event)
    return make_past(event)


def note(client, event, people, others=""):
    return client.post(
        f"/events/{event.pk}/attendance/", {"people": [str(person.pk) for person in people], "others": others}
    )


def afterwards(client, event) -> str:
    part = soup(client.get(f"/events/{event.pk}/")).select_one("#afterwards")
    return part.text if part else ""


def test_the_organiser_notes_who_came_and_who_dropped_in(as_user, cast, event):
    client = as_user(cast.alice)
    ticked = soup(client.get(f"/events/{event.pk}/attendance/")).select("input[name=people][checked]")
    assert len(ticked) == 2  # who said yes is suggested
    assert note(client, event, [cast.bob], "@erin").status_code == 302
    assert set(event.attendances.values_list("user__handle", flat=True)) == {"bob", "erin"}
    answer = note(client, event, [cast.bob], "nobody-at-all")
    assert answer.status_code == 422
    assert wrong(answer) == {"others"}


def test_only_who_runs_it_notes_and_not_before_it_has_begun(as_user, cast, event):
    assert note(as_user(cast.bob), event, []).status_code == 403
    assert note(as_user(cast.alice), make_event(cast.alice), []).status_code == 403


def test_a_name_is_shown_only_after_the_persons_own_word(as_user, cast, event):
    note(as_user(cast.alice), event, [cast.bob, cast.carol])
    text = afterwards(as_user(cast.erin), event)
    assert "坂東 暮雄" not in text
    assert "Carol Smith" not in text
    assert "2" not in text  # fewer than five are "some"
    client = as_user(cast.bob)
    assert client.post(f"/events/{event.pk}/attendance/me/", {"on": "1"}).status_code == 302
    assert "坂東 暮雄" in afterwards(as_user(cast.erin), event)
    as_user(cast.bob).post(f"/events/{event.pk}/attendance/me/", {"on": "0"})
    assert "坂東 暮雄" not in afterwards(as_user(cast.erin), event)


def test_nobody_speaks_for_somebody_else(as_user, cast, event):
    note(as_user(cast.alice), event, [cast.bob])
    assert as_user(cast.carol).post(f"/events/{event.pk}/attendance/me/", {"on": "1"}).status_code == 403
    assert not Attendance.objects.filter(is_named=True).exists()


def test_noting_again_keeps_the_consent_of_who_stays(as_user, cast, event):
    note(as_user(cast.alice), event, [cast.bob, cast.carol])
    as_user(cast.bob).post(f"/events/{event.pk}/attendance/me/", {"on": "1"})
    note(as_user(cast.alice), event, [cast.bob])
    assert list(event.attendances.values_list("user__handle", "is_named")) == [("bob", True)]


def test_unnamed_people_are_a_number_from_five_on(cast, event):
    people = [make_person(f"q{n}") for n in range(6)]
    Attendance.objects.bulk_create(Attendance(event=event, user=person) for person in people[:4])
    event.attendance_noted_at = event.ends_at
    found = record_of(event, cast.bob)
    assert (found.others, found.has_others, found.nobody) == (0, True, False)
    Attendance.objects.create(event=event, user=people[4])
    assert record_of(event, cast.bob).others == 5
    Attendance.objects.filter(user=people[0]).update(is_named=True)
    found = record_of(event, cast.bob)
    assert (len(found.named), found.others) == (1, 0)


def test_that_nobody_came_can_be_noted_and_is_said_kindly(as_user, cast, event):
    note(as_user(cast.alice), event, [])
    assert "Nobody came" in afterwards(as_user(cast.carol), event)


def test_a_participant_links_a_post_and_everybody_who_may_read_it_sees_it(as_user, cast, event):
    post = make_post(cast.bob, "勉強会の報告")
    unit_post = make_post(cast.bob, "部内の報告", space=cast.unit.space)
    client = as_user(cast.bob)
    assert "勉強会の報告" in client.get(f"/events/{event.pk}/reports/").content.decode()
    assert client.post(f"/events/{event.pk}/reports/", {"text": str(post.pk)}).status_code == 302
    address = f"https://sns.example.co.jp/posts/{unit_post.pk}/#comments"
    assert client.post(f"/events/{event.pk}/reports/", {"address": address}).status_code == 302
    assert "部内の報告" in afterwards(as_user(cast.alice), event)
    text = afterwards(as_user(cast.carol), event)
    assert "勉強会の報告" in text
    assert "部内の報告" not in text


def test_what_one_may_not_read_or_what_is_no_text_cannot_be_linked(as_user, cast, event):
    diary = make_post(cast.alice, "日記", space=ensure_personal_space(user=cast.alice))
    client = as_user(cast.bob)
    for data in (
        {"address": f"/posts/{diary.pk}/"},
        {"address": f"/posts/{event.pk}/"},
        {"address": "/posts/999999999999999999/"},
        {"address": "https://example.com/"},
        {"text": str(diary.pk)},
        {"text": "x"},
        {},
    ):
        assert client.post(f"/events/{event.pk}/reports/", data).status_code == 422
    assert not event.reports.exists()


def test_who_was_not_there_links_nothing(as_user, cast, event):
    assert as_user(cast.erin).get(f"/events/{event.pk}/reports/").status_code == 403


def test_a_link_is_removed_by_who_made_it_its_writer_or_the_organiser(as_user, cast, event):
    for remover, status in ((cast.carol, 403), (cast.bob, 302), (cast.alice, 302)):
        post = make_post(cast.bob)
        as_user(cast.bob).post(f"/events/{event.pk}/reports/", {"text": str(post.pk)})
        report = event.reports.latest("pk")
        answer = as_user(remover).post(f"/events/{event.pk}/reports/{report.pk}/remove/")
        assert answer.status_code == status


def test_a_moderator_notes_attendance_in_the_community(as_user, cast):
    circle = make_circle(cast.alice, members=[cast.bob, cast.carol])
    event = make_event(cast.bob, space=circle.space)
    say(cast.carol, event)
    event = make_past(event)
    assert note(as_user(cast.alice), event, [cast.carol]).status_code == 302
    assert fresh(event).attendance_noted_at
    assert not Notification.objects.filter(user=cast.carol).exists()
