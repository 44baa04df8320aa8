"""Logging in and out, forgotten passwords, and what is closed."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.people import tasks
from sns.people.models import User
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def log_in(client, email="alice@example.com", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password} | more)


def test_a_person_logs_in_with_address_and_password(client, cast):
    assert log_in(client).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.alice.pk)


def test_the_address_may_be_written_in_capitals(client, cast):
    assert log_in(client, "Alice@Example.COM").headers["Location"] == "/"


def test_log_in_leads_to_the_page_one_asked_for(client, cast):
    response = client.get("/settings/display/")
    assert response.headers["Location"] == f"{LOGIN}?next=/settings/display/"
    page = client.get(response.headers["Location"]).content.decode()
    assert 'name="next" value="/settings/display/"' in page
    assert log_in(client, next="/settings/display/").headers["Location"] == "/settings/display/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_log_in_never_leads_to_another_site(client, cast, target):
    assert log_in(client, next=target).headers["Location"] == "/"


def test_wrong_password_and_unknown_address_are_told_in_the_same_words(client, cast):
    wrong = log_in(client, password="wrong-password")
    unknown = log_in(client, "nobody@example.com")
    assert wrong.status_code == unknown.status_code == 200
    words = [re.search(r"form-errors.*?</ul>", r.content.decode(), re.S)[0] for r in (wrong, unknown)]
    assert words[0] == words[1]
    assert "wrong-password" not in wrong.content.decode()
    assert "alice@example.com" in wrong.content.decode()


def test_somebody_who_has_left_is_told_so_only_with_the_right_password(client, cast):
    assert log_in(client, "dave@example.com").headers["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    assert "_auth_user_id" not in client.session
    assert log_in(client, "dave@example.com", "wrong-password").status_code == 200


def test_five_mistakes_stop_even_the_right_password_for_a_while(client, cast):
    for _attempt in range(5):
        log_in(client, password="wrong-password")
    response = log_in(client)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert log_in(client, "bob@example.com").headers["Location"] == "/"


def test_a_flood_gets_our_own_429_page(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _attempt in range(2):
        log_in(client)
        client.logout()
    response = log_in(client)
    assert response.status_code == 429
    assert "errors/429.html" in [t.name for t in response.templates] or b"429" in response.content
    assert response.headers["Retry-After"]


def test_an_administrator_without_second_factor_is_led_to_its_set_up(client, cast):
    assert log_in(client, "frank@example.com").headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/abc/",
        "/accounts/login/code/confirm/",
        "/accounts/3rdparty/",
        "/accounts/login/code/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_we_do_not_offer_is_closed(client, cast, as_user, address, method):
    as_user(cast.alice)
    assert getattr(client, method)(address).status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "address",
    [LOGIN, "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/password/reset/key/done/"],
)
def test_pages_before_log_in_are_ours_in_both_languages(client, cast, address, language):
    client.cookies["django_language"] = language
    page = client.get(address).content.decode()
    assert f'<html lang="{language}"' in page
    assert 'class="plain-card' in page


def test_log_out_is_asked_about_and_ends_the_session(client, cast):
    log_in(client)
    assert b"csrfmiddlewaretoken" in client.get("/accounts/logout/").content
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


# --- forgotten passwords


def reset_link(user) -> str:
    tasks.send_password_reset(user_id=user.pk)
    return re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def test_asking_for_a_new_password_looks_the_same_for_everybody(client, cast):
    known = client.post("/accounts/password/reset/", {"email": "alice@example.com"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    left = client.post("/accounts/password/reset/", {"email": "dave@example.com"})
    assert {known.headers["Location"], unknown.headers["Location"], left.headers["Location"]} == {
        "/accounts/password/reset/done/"
    }
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="send_password_reset")
    assert [job.args for job in jobs] == [{"user_id": cast.alice.pk}]
    assert not mail.outbox


@pytest.mark.parametrize("who", ["alice", "carol"])
def test_the_mail_is_in_the_language_of_its_reader_as_text_and_html(cast, who):
    person = getattr(cast, who)
    tasks.send_password_reset(user_id=person.pk)
    letter = mail.outbox[0]
    html, kind = letter.alternatives[0]
    assert (letter.to, kind) == ([person.email], "text/html")
    assert f'lang="{person.language}"' in html
    with translation.override(person.language):
        assert letter.subject == gettext("Choose a new password for Engawa")
        assert gettext("Hello %(name)s,") % {"name": person.name} in letter.body


def test_the_link_in_the_mail_sets_a_new_password_once(client, cast):
    link = reset_link(cast.alice)
    form = client.get(link).headers["Location"]
    assert client.get(form).status_code == 200
    new = {"password1": "sunny-veranda-9", "password2": "sunny-veranda-9"}
    assert client.post(form, new).headers["Location"] == "/accounts/password/reset/key/done/"
    assert log_in(client, password="sunny-veranda-9").headers["Location"] == "/"
    client.logout()
    assert "_auth_user_id" not in client.session
    assert "/accounts/password/reset/" in client.get(link).content.decode()
    assert User.objects.get(pk=cast.alice.pk).check_password("sunny-veranda-9")


def test_a_weak_new_password_is_refused_with_the_reason(client, cast):
    form = client.get(reset_link(cast.alice)).headers["Location"]
    response = client.post(form, {"password1": "12345678", "password2": "12345678"})
    assert 'class="errors"' in response.content.decode()


def test_somebody_who_has_left_gets_no_link(cast):
    tasks.send_password_reset(user_id=cast.dave.pk)
    assert not mail.outbox
