"""The second factor: by choice for everybody, a must for administrators before the administration opens."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.people import tasks
from sns.people.actions import reset_second_factor
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def log_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def set_up_app(client):
    """Go through the pages as a person does."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def test_the_set_up_shows_a_picture_a_secret_and_ends_with_recovery_codes(client, cast):
    log_in(client, cast.frank)
    assert "data:image/svg+xml;base64" in client.get(reverse("mfa_activate_totp")).content.decode()
    response = set_up_app(client)
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    page = client.get(response.headers["Location"]).content.decode()
    assert len(re.findall(r"<li>\w{8}</li>", page)) == 10


def test_a_wrong_code_does_not_set_it_up(client, cast):
    log_in(client, cast.frank)
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_administration_opens_after_the_set_up(client, cast):
    log_in(client, cast.frank)
    assert client.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")
    set_up_app(client)
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_the_second_factor_confirms_it_first(client, cast):
    log_in(client, cast.frank)
    TOTP.activate(cast.frank, SECRET)
    ask = client.get("/admin/").headers["Location"]
    assert ask == f"{reverse('mfa_reauthenticate')}?next=/admin/"
    assert client.get(ask).status_code == 200
    assert client.post(ask, {"code": code_of(SECRET)}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_password_alone_does_not_log_in_once_there_is_a_second_factor(client, cast):
    TOTP.activate(cast.frank, SECRET)
    assert log_in(client, cast.frank).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)}).headers["Location"] == "/"
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, cast):
    TOTP.activate(cast.frank, SECRET)
    code = RecoveryCodes.activate(cast.frank).get_unused_codes()[0]
    log_in(client, cast.frank)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).headers["Location"] == "/"
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/logout/")
    log_in(client, cast.frank)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_removing_the_factor_closes_the_administration_again(client, cast):
    log_in(client, cast.frank)
    set_up_app(client)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/people/user/"])
def test_the_administration_is_closed_to_everybody_else(client, cast, address):
    assert client.get(address).headers["Location"].startswith("/accounts/login/?next=/admin/")
    client.force_login(cast.erin)
    assert client.get(address).status_code == 403


def test_everybody_may_use_one_by_choice(client, cast):
    assert log_in(client, cast.alice).headers["Location"] == "/"
    assert client.get(reverse("mfa_index")).status_code == 200
    set_up_app(client)
    client.post("/accounts/logout/")
    assert log_in(client, cast.alice).headers["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"],
)
def test_the_pages_around_it_are_ours(client, cast, name):
    log_in(client, cast.frank)
    set_up_app(client)
    page = client.get(reverse(name)).content.decode()
    assert "css/engawa.css" in page


def test_the_password_is_asked_again_when_the_log_in_is_long_ago(client, cast):
    log_in(client, cast.alice)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
    ask = reverse("account_reauthenticate") + "?next=" + reverse("mfa_activate_totp")
    assert client.get(ask).status_code == 200
    assert client.post(ask, {"password": "wrong-password"}).status_code == 200
    assert client.post(ask, {"password": PASSWORD}).headers["Location"] == reverse("mfa_activate_totp")


def test_the_owner_is_told_of_the_change_by_mail(client, cast, django_capture_on_commit_callbacks):
    log_in(client, cast.alice)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    job = ProcrastinateJob.objects.get(task_name__endswith="send_account_notice", args__change="totp_activated")
    tasks.send_account_notice(**job.args)
    assert mail.outbox[0].to == [cast.alice.email]
    assert "127.0.0.1" in mail.outbox[0].body


def test_an_administrator_resets_the_factor_of_somebody_who_lost_it(client, cast):
    TOTP.activate(cast.alice, SECRET)
    reset_second_factor(actor=cast.frank, user=cast.alice)
    assert log_in(client, cast.alice).headers["Location"] == "/"
