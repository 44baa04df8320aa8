"""Tests that drive a real Chromium.

What they get, and why it is built this way:

* **One browser.** All tests of this folder are one xdist group: one worker runs them with one Chromium, each test
  in a fresh context (cookies, storage), while the other workers do the rest.
* **One live server**, started once, in this process: a test may look into `mail.outbox` or override settings.
* **A database of its own**, `test_…_browser`, because the server must see committed rows and pytest-django's way
  (flush every table after each test) takes longer than the tests. During a browser test the default connection
  points there, in autocommit, so factories and the ORM work on what the browser sees. Nothing is rolled back or
  flushed: make your own people and posts, and look for *them*; never count everything.
* **No internet.** Chromium gets a proxy that does not exist for all but loopback, and a test whose page asked for
  anything else fails.

`site` gives the address and `site.log_in(context, user)`; `page` and `context` are pytest-playwright's:

    def test_a_post_is_published(site, page, context):
        alice = make_person("alice-publishes")
        site.log_in(context, alice)
        page.goto(site.url + "/posts/new/")
"""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OWN_SCHEMES = ("data", "blob", "about", "chrome-extension")

# Playwright runs an event loop in this thread; our database calls beside it are not concurrent with anything.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def chromium() -> str:
    """Return the browser: Debian's, or what ENGAWA_CHROMIUM says."""
    names = (os.environ.get("ENGAWA_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("browser tests need Chromium: apt-get install chromium, or set ENGAWA_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    arguments = [
        "--proxy-server=http://127.0.0.1:9",
        "--proxy-bypass-list=" + ";".join(("127.0.0.1", "localhost", "[::1]")),
        "--disable-dev-shm-usage",
        "--force-color-profile=srgb",
        "--font-render-hinting=none",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return browser_type_launch_args | {"executable_path": chromium(), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    return browser_context_args | {"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(autouse=True)
def no_internet(context) -> Iterator[None]:
    """Fail a test whose page asks for anything that is not ours."""
    foreign: list[str] = []

    def note(request):
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and address.hostname not in LOOPBACK:
            foreign.append(request.url)

    context.on("request", note)
    context.set_default_timeout(10_000)
    yield
    assert foreign == []


class Site:
    """The running server as a test sees it."""

    def __init__(self, server: LiveServer) -> None:
        self.url = server.url

    def log_in(self, context, user) -> None:
        """Give the browser context a session of `user`, without the log-in form."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.url}
        context.add_cookies([cookie])


@pytest.fixture(scope="session")
def browser_database(django_db_setup, django_db_blocker) -> str:
    """Make the database of the browser tests and return its name."""
    name = f"{connection.settings_dict['NAME']}_browser"
    with django_db_blocker.unblock():
        quoted = connection.ops.quote_name(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quoted}")
        with pointed_at(name):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


class pointed_at:
    """Within it, the default connection of every thread leads to another database of the same server."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        connection.close()
        self.usual = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = self.name

    def __exit__(self, *error) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.usual


@pytest.fixture(scope="session")
def live_site(browser_database) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def site(live_site, browser_database, django_db_blocker, mailoutbox) -> Iterator[Site]:
    """The live server, with the default connection pointed at its database for the length of the test."""
    with django_db_blocker.unblock(), pointed_at(browser_database):
        yield Site(live_site)
