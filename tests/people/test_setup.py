"""The first visit: the company and its first administrator."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from sns.ops.actions import AlreadySetUp, set_up
from sns.people.actions import add_guest
from sns.people.models import RoleTerm, User
from sns.people.setup import current_code, is_current_code
from sns.spaces.models import Space

FIELDS = {
    "company": "株式会社えんがわ",
    "name": "山田 花子",
    "email": "Hanako@example.com",
    "language": "ja",
    "password1": "veranda-sunny-7",
    "password2": "veranda-sunny-7",
}


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def answers(**changes):
    return FIELDS | {"code": current_code()} | changes


@pytest.mark.parametrize("address", ["/", "/settings/", "/accounts/login/", "/admin/"])
def test_every_page_leads_to_the_set_up_while_there_is_nobody(client, address):
    assert client.get(address).headers["Location"] == "/setup/"


def test_guests_of_an_imported_archive_do_not_count(client):
    add_guest(name="Old Author")
    assert client.get("/").headers["Location"] == "/setup/"


def test_the_set_up_makes_the_company_and_a_logged_in_administrator(client):
    response = client.post("/setup/", answers())
    assert response.headers["Location"] == reverse("mfa_activate_totp")
    user = User.objects.get()
    assert (user.email, user.name, user.is_staff) == ("hanako@example.com", "山田 花子", True)
    assert user.role_terms.get().role == RoleTerm.Role.ADMINISTRATOR
    assert Space.objects.get(kind=Space.Kind.COMPANY).name == "株式会社えんがわ"
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_page_is_gone_as_soon_as_there_is_a_person(client, cast):
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", answers()).status_code == 404
    assert User.objects.filter(email="hanako@example.com").count() == 0


def test_a_wrong_code_makes_nothing_and_keeps_what_was_typed(client):
    response = client.post("/setup/", answers(code="AAAA-AAAA"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "山田 花子" in page
    assert "veranda-sunny-7" not in page
    assert not User.objects.exists()


def test_the_code_may_be_typed_in_small_letters_and_without_the_hyphen():
    assert is_current_code(current_code().lower().replace("-", " "))
    assert not is_current_code("")
    assert not is_current_code(current_code()[:-1])
    assert not is_current_code("ＡＡＡＡ-ｱｱｱｱ")


def test_codes_cannot_be_guessed_for_long(client):
    for _attempt in range(20):
        client.post("/setup/", answers(code="AAAA-AAAA"))
    response = client.post("/setup/", answers())
    assert response.status_code == 429
    assert "山田 花子" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"password2": "something-else-9"}, {"password1": "short", "password2": "short"}, {"company": ""}, {"email": "x"}],
)
def test_wrong_answers_are_refused_with_the_reason(client, changes):
    response = client.post("/setup/", answers(**changes))
    assert response.status_code == 422
    assert 'class="errors"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_make_one_company():
    fields = {"company": "会社", "password": "veranda-sunny-7", "language": "ja"}

    def one(number):
        try:
            return set_up(name=f"人{number}", email=f"p{number}@example.com", **fields)
        except AlreadySetUp:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = [user for user in pool.map(one, range(4)) if user]
    assert len(made) == User.objects.count() == Space.objects.filter(kind=Space.Kind.COMPANY).count() == 1


def test_later_requests_do_not_ask_again(client, cast, django_assert_num_queries):
    client.get("/accounts/login/")
    with django_assert_num_queries(0):
        client.get("/accounts/login/")
