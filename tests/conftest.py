"""What every test gets: cheap passwords, plain static files, uploads in a folder of their own.

The cast (alice, bob, carol …) is in `tests/cast.py`, the factories in `tests/factories.py`.
"""

import pytest
from django.test import override_settings

from sns.core.postgres.base import hold_server

pytest_plugins = ["tests.cast"]


def pytest_configure(config):
    """Start the server once, before the workers do, and let it outlive the last of them."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        hold_server()


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory):
    """Settings whose real value only costs time in tests, and a place for files that is nobody else's."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        # The real one wants `collectstatic` to have run.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        STORAGES=storages,
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield
