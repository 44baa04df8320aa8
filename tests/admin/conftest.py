"""Administrators of the tests have a second factor and have used it."""

import pytest


@pytest.fixture
def admin(as_user, cast):
    """A client of frank, the administrator, who reads Japanese unless a test says otherwise."""
    cast.frank.language = "en"
    cast.frank.save()
    return as_user(cast.frank)
