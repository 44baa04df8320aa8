"""Inviting colleagues by mail, and joining."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.people import tasks
from sns.people.invitations import Invitee, accept_invitation, invite, read_invitees
from sns.people.models import Invitation, User
from tests.factories import make_person

PAGE = "/settings/invitations/"
JOINING = {
    "name": "新田 一郎",
    "reading": "にった いちろう",
    "language": "ja",
    "password1": "sunny-veranda-9",
    "password2": "sunny-veranda-9",
}


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def invited(cast) -> Invitation:
    invite(actor=cast.frank, people=[Invitee("new@example.com", "新田 一郎")], unit=cast.unit)
    return Invitation.objects.get()


def link_of(invitation: Invitation) -> str:
    tasks.send_invitation(invitation_id=invitation.pk)
    return re.search(r"https?://[^/\s]+(/invitations/\S+)", mail.outbox[-1].body)[1]


# --- the pasted list


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a@example.com", [("a@example.com", "")]),
        (
            "a@example.com, b@example.com; c@example.com",
            [("a@example.com", ""), ("b@example.com", ""), ("c@example.com", "")],
        ),
        ("山田 花子 <Hanako@Example.com>", [("hanako@example.com", "山田 花子")]),
        ('"Smith, Carol" <carol@example.com>', [("carol@example.com", "Smith, Carol")]),
        (
            "山田花子\thanako@example.com\n\n鈴木一郎，ichiro@example.com",
            [("hanako@example.com", "山田花子"), ("ichiro@example.com", "鈴木一郎")],
        ),
        ("a@example.com\nA@example.com", [("a@example.com", "")]),
        ("a@example.com b@example.com", [("a@example.com", ""), ("b@example.com", "")]),
    ],
)
def test_a_list_is_read_as_people_paste_it(text, people):
    assert read_invitees(text) == ([Invitee(*person) for person in people], [])


@pytest.mark.parametrize("text", ["no address", "a@", "a@b@c", "x@-example.com"])
def test_what_is_no_address_is_named(text):
    assert read_invitees(f"a@example.com\n{text}")[1]


# --- inviting


@pytest.mark.parametrize("who", ["alice", "erin", "carol"])
def test_only_administrators_invite(as_user, cast, who):
    client = as_user(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"people": "a@example.com", "language": "ja"}).status_code == 403
    assert not Invitation.objects.exists()


def test_others_neither_withdraw_nor_send_again(as_user, cast, invited):
    client = as_user(cast.alice)
    for name in ("invitation_send_again", "invitation_withdraw"):
        assert client.post(reverse(name, args=[invited.pk])).status_code == 403
    assert client.post(reverse("invitations_send_again")).status_code == 403
    assert Invitation.objects.exists()


def test_an_administrator_invites_many_at_once(as_user, cast):
    people = "a@example.com, b@example.com\n山田 花子 <hanako@example.com>"
    response = as_user(cast.frank).post(PAGE, {"people": people, "unit": cast.unit.pk, "language": "en"})
    assert response.headers["Location"] == PAGE
    assert set(Invitation.objects.values_list("email", "name", "unit", "language")) == {
        ("a@example.com", "", cast.unit.pk, "en"),
        ("b@example.com", "", cast.unit.pk, "en"),
        ("hanako@example.com", "山田 花子", cast.unit.pk, "en"),
    }
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="send_invitation")
    assert jobs.count() == 3
    assert all(set(job.args) == {"invitation_id"} for job in jobs)
    assert "hanako@example.com" in as_user(cast.frank).get(PAGE).content.decode()


def test_a_wrong_address_stops_all_and_keeps_the_list(as_user, cast):
    response = as_user(cast.frank).post(PAGE, {"people": "a@example.com\nnonsense", "language": "ja"})
    assert response.status_code == 422
    assert "nonsense" in response.content.decode()
    assert not Invitation.objects.exists()


def test_people_who_are_here_or_have_left_are_not_invited(cast):
    people = [Invitee("alice@example.com"), Invitee("dave@example.com"), Invitee("new@example.com")]
    outcome = invite(actor=cast.frank, people=people)
    assert (outcome.invited, outcome.here, outcome.left) == (
        ["new@example.com"],
        ["alice@example.com"],
        ["dave@example.com"],
    )


def test_inviting_twice_makes_one_invitation_and_a_new_mail(cast, invited):
    invite(actor=cast.frank, people=[Invitee("new@example.com", "新田 次郎")])
    assert Invitation.objects.get().name == "新田 次郎"
    assert ProcrastinateJob.objects.filter(task_name__endswith="send_invitation").count() == 2


def test_no_secret_is_stored(invited):
    secret = link_of(invited).rstrip("/").rsplit("/", 1)[1]
    invited.refresh_from_db()
    assert secret not in str(invited.__dict__)
    assert secret not in str(list(ProcrastinateJob.objects.values_list("args")))


def test_the_mail_speaks_the_chosen_language(cast):
    invite(actor=cast.frank, people=[Invitee("new@example.com", "Nora")], language="en")
    link_of(Invitation.objects.get())
    letter = mail.outbox[0]
    assert letter.subject == "Invitation to Engawa"
    assert "Hello Nora" in letter.body
    assert 'lang="en"' in letter.alternatives[0][0]


def test_sending_again_renews_the_time_and_kills_the_old_link(as_user, cast, invited, client):
    old = link_of(invited)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    as_user(cast.frank).post(reverse("invitations_send_again"))
    new = link_of(invited)
    client.logout()
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_a_withdrawn_invitation_is_gone(as_user, cast, invited, client):
    link = link_of(invited)
    address = reverse("invitation_withdraw", args=[invited.pk])
    assert as_user(cast.frank).get(address).status_code == 200
    as_user(cast.frank).post(address)
    client.logout()
    assert client.get(link).status_code == 410
    tasks.send_invitation(invitation_id=invited.pk)
    assert len(mail.outbox) == 1


# --- joining


def test_the_link_opens_a_page_that_makes_the_person(client, cast, invited):
    link = link_of(invited)
    assert "新田 一郎" in client.get(link).content.decode()
    assert client.post(link, JOINING).headers["Location"] == "/"
    user = User.objects.get(email="new@example.com")
    assert (user.name, user.reading, user.language) == ("新田 一郎", "にった いちろう", "ja")
    assert user.check_password("sunny-veranda-9")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.postings.get().unit == cast.unit
    assert user.spaces.filter(unit=cast.unit).exists()


def test_a_link_works_once(client, invited):
    link = link_of(invited)
    client.post(link, JOINING)
    client.logout()
    assert client.get(link).status_code == 410
    assert client.post(link, JOINING).status_code == 410
    assert User.objects.filter(email="new@example.com").count() == 1


def test_an_expired_link_says_whom_to_ask(client, cast, invited):
    link = link_of(invited)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.get(link)
    assert response.status_code == 410
    assert cast.frank.name in response.content.decode()


def test_an_unknown_link_is_answered_kindly(client, cast):
    assert client.get("/invitations/nonsense/").status_code == 410


@pytest.mark.parametrize("changes", [{"password2": "different-9-x"}, {"password1": "short"}, {"name": ""}])
def test_wrong_answers_keep_what_was_typed_but_no_password(client, invited, changes):
    response = client.post(link_of(invited), JOINING | changes)
    assert response.status_code == 422
    page = response.content.decode()
    assert "にった いちろう" in page
    assert "sunny-veranda-9" not in page
    assert not User.objects.filter(email="new@example.com").exists()


def test_somebody_of_the_staff_list_gets_his_password_this_way(client, cast):
    known = make_person("taro", name="太郎", employee_number="77")
    invite(actor=cast.frank, people=[Invitee("taro@example.com")])
    client.post(link_of(Invitation.objects.get()), JOINING | {"name": "偽名"})
    known.refresh_from_db()
    assert known.name == "太郎"
    assert known.check_password("sunny-veranda-9")


def test_a_person_with_a_password_cannot_be_taken_over_by_an_old_invitation(client, cast):
    make_person("taro", name="太郎")
    invite(actor=cast.frank, people=[Invitee("taro@example.com")])
    link = link_of(Invitation.objects.get())
    taro = User.objects.get(handle="taro")
    taro.set_password("my-own-words-5")
    taro.save()
    assert client.post(link, JOINING).status_code == 410
    taro.refresh_from_db()
    assert taro.check_password("my-own-words-5")


def test_accepting_records_who_invited(cast, invited):
    accept_invitation(invitation=invited, name="新田", reading="", password="sunny-veranda-9", language="ja")
    invited.refresh_from_db()
    assert invited.accepted_at
