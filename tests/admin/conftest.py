"""Administrators of the tests have a second factor and have used it."""

import pytest
from allauth.mfa.models import Authenticator


@pytest.fixture
def with_factor(client):
    """``with_factor(person)`` logs in as the person, who has confirmed the session with a second factor."""

    def log_in(user):
        factor = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": factor.pk, "at": 1}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return log_in


@pytest.fixture
def admin(with_factor, cast):
    """A client of frank, the administrator, who reads Japanese unless a test says otherwise."""
    cast.frank.language = "en"
    cast.frank.save()
    return with_factor(cast.frank)
