"""Who gets into the administration."""

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from sns.people.models import RoleTerm
from tests.factories import make_person

LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in django_admin.site._registry]


@pytest.mark.parametrize("name", ["alice", "carol", "erin"])
def test_employees_and_executives_are_refused(as_user, cast, name):
    client = as_user(getattr(cast, name))
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/people/user/").status_code == 403


def test_a_leaver_and_a_stranger_are_led_to_the_log_in(client, cast):
    client.force_login(cast.dave)
    assert client.get("/admin/").headers["Location"] == "/accounts/login/?next=/admin/"
    client.logout()
    assert client.get("/admin/people/user/").headers["Location"] == "/accounts/login/?next=/admin/people/user/"


@pytest.mark.parametrize("path", ["/admin/", "/staff/", "/people.csv", "/settings/invitations/"])
def test_an_administrator_without_second_factor_is_led_to_set_it_up(client, cast, path):
    client.force_login(cast.frank)
    assert client.get(path).headers["Location"] == reverse("mfa_activate_totp")


def test_an_administrator_who_has_used_it_gets_in(admin):
    assert admin.get("/admin/").status_code == 200


def test_the_log_in_of_django_is_not_offered(admin, client):
    assert admin.get("/admin/password_change/").headers["Location"] == reverse("account_change_password")
    client.logout()
    assert "/accounts/login/" in client.get("/admin/login/").headers["Location"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_for_the_administrator_alone(admin, cast, name, client):
    assert admin.get(reverse(name)).status_code == 200
    admin.force_login(cast.alice)
    assert admin.get(reverse(name)).status_code == 403


def test_a_second_administrator_counts_as_soon_as_the_role_is_given(as_user, cast):
    grace = make_person("grace", role=RoleTerm.Role.ADMINISTRATOR)
    assert as_user(grace).get("/admin/").status_code == 200


def test_packages_bring_no_pages_of_their_own(admin):
    assert admin.get("/admin/account/emailaddress/").status_code == 404
    assert admin.get("/admin/mfa/authenticator/").status_code == 404


def test_the_language_follows_the_administrator(admin, cast):
    assert b"Back to Engawa" in admin.get("/admin/").content
    cast.frank.language = "ja"
    cast.frank.save()
    assert '<html lang="ja"' in admin.get("/admin/").content.decode()
