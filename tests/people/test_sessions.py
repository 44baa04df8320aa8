"""Where one is logged in, and logging out elsewhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from sns.people.views.sessions import device_name
from tests.factories import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def logged_in(user, device=FIREFOX):
    client = Client(headers={"User-Agent": device})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_the_list_names_the_devices_and_marks_this_one(cast):
    logged_in(cast.alice, SAFARI)
    page = logged_in(cast.alice).get("/accounts/sessions/").content.decode()
    assert "Safari · iPhone" in page
    assert "Firefox · Windows" in page
    assert page.count('class="badge moss"') == 1


def test_other_people_s_sessions_are_not_listed(cast):
    logged_in(cast.bob, SAFARI)
    assert "iPhone" not in logged_in(cast.alice).get("/accounts/sessions/").content.decode()


def test_logging_out_elsewhere_leaves_this_session(cast):
    telephone, desk, bob = logged_in(cast.alice, SAFARI), logged_in(cast.alice), logged_in(cast.bob)
    desk.post("/accounts/sessions/")
    assert desk.get("/settings/").status_code == 200
    assert telephone.get("/settings/").status_code == 302
    assert bob.get("/settings/").status_code == 200


def test_a_new_password_logs_out_all_other_devices(cast):
    telephone, desk = logged_in(cast.alice, SAFARI), logged_in(cast.alice)
    new = {"oldpassword": PASSWORD, "password1": "sunny-veranda-9", "password2": "sunny-veranda-9"}
    assert desk.post("/accounts/password/change/", new).status_code == 302
    assert desk.get("/settings/").status_code == 200
    assert telephone.get("/settings/").status_code == 302


def test_the_old_password_is_needed_for_a_new_one(cast):
    desk = logged_in(cast.alice)
    new = {"oldpassword": "wrong-password", "password1": "sunny-veranda-9", "password2": "sunny-veranda-9"}
    response = desk.post("/accounts/password/change/", new)
    assert 'class="errors"' in response.content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox · Windows"),
        (SAFARI, "Safari · iPhone"),
        (EDGE, "Edge · Windows"),
        (ANDROID, "Chrome · Android"),
        ("curl/8.5.0", None),
        ("", None),
    ],
)
def test_devices_are_named_as_people_call_them(agent, name):
    assert (device_name(agent) == name) if name else device_name(agent)


def test_sessions_are_recorded_once_per_log_in(cast):
    desk = logged_in(cast.alice)
    for _page in range(3):
        desk.get("/settings/")
    assert UserSession.objects.filter(user=cast.alice).count() == 1
