"""The people of the tests. Alice owns what the test is about; the others have less and less to do with it."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator

from sns.people.models import RoleTerm
from sns.spaces.actions import sync_unit_spaces
from tests.factories import PASSWORD, make_company, make_person, make_unit


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def cast(company) -> SimpleNamespace:
    """alice (author) and bob are of the unit; carol is a colleague elsewhere; dave has left; erin is an executive;
    frank an administrator. ``unit`` is alice's and bob's."""
    unit, other = make_unit("開発部"), make_unit("製造部")
    people = SimpleNamespace(
        unit=unit,
        other_unit=other,
        alice=make_person("alice", unit, name="有田 ありす", reading="ありた ありす", password=PASSWORD),
        bob=make_person("bob", unit, name="坂東 暮雄", reading="ばんどう くれお", password=PASSWORD),
        carol=make_person("carol", other, name="Carol Smith", language="en", password=PASSWORD),
        dave=make_person("dave", other, name="出部 太郎", password=PASSWORD),
        erin=make_person("erin", role=RoleTerm.Role.EXECUTIVE, name="江藤 凛", password=PASSWORD),
        frank=make_person("frank", role=RoleTerm.Role.ADMINISTRATOR, name="古川 蘭", password=PASSWORD),
    )
    people.dave.is_active = False
    people.dave.save()
    sync_unit_spaces()
    return people


def use_second_factor(client, user) -> None:
    """Mark the client's session as begun with an authenticator app."""
    factor, _created = Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": factor.pk, "at": 1}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def as_user(client):
    """``as_user(person)`` gives a test client logged in as the person, administrators with their second factor."""

    def log_in(user):
        client.force_login(user)
        if user.is_staff:
            use_second_factor(client, user)
        return client

    return log_in
