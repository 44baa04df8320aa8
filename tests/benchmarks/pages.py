"""Requests a second and p95 of the main pages over HTTP, beside a bare logged-in view in the same processes.

    ENGAWA_DATA=/empty/folder .venv/bin/python -m tests.benchmarks.pages [--people N --posts N --comments N]

Fills an empty data directory with `volume`, starts gunicorn as `serve` does and prints a table. The load generator
runs on the same machine and takes its share of the cores: compare the rows, not the absolute numbers.
"""

import argparse
import http.client
import os
import subprocess
import sys
import time
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
os.environ.setdefault("ENGAWA_BIND", "127.0.0.1:8765")

import django

django.setup()

from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db.models import Count, F
from django.test import Client

from sns.core.postgres.base import hold_server
from sns.entries.models import Entry
from sns.people.models import User
from tests.benchmarks.load import Request, Result, measure

FORM = "application/x-www-form-urlencoded"
CSRF = "a" * 32
# Many people, as in life: nobody reaches the brake on writing.
READERS = 100


def main() -> None:
    options = _options()
    hold_server()
    prepare(options)
    cookies = [log_in(user) for user in User.objects.filter(email__startswith="v").order_by("id")[:READERS]]
    host, port = settings.BIND
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "sns/gunicorn.py", "sns.wsgi"])
    try:
        wait_for(host, port)
        _report(options, cookies, host, port)
    finally:
        server.terminate()
        server.wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--connections", type=int, default=8)
    return parser.parse_args()


def prepare(options: argparse.Namespace) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not User.objects.exists():
        call_command("volume", people=options.people, posts=options.posts, comments=options.comments)
    call_command("compile_catalogues", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def log_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF}"


def _report(options: argparse.Namespace, cookies: list[str], host: str, port: int) -> None:
    headers = {"Host": "localhost", "Content-Type": FORM, "X-CSRFToken": CSRF}
    print(f"{Entry.objects.count():,} entries; {options.connections} connections, {options.seconds:g} s each")
    print(f"{'page':28}{'requests/s':>12}{'p50 ms':>10}{'p95 ms':>10}{'KB':>8}{'of bare':>10}")
    bare: Result | None = None
    for name, make in _pages(cookies).items():
        measure(host, port, headers, make, seconds=1, connections=options.connections)  # warm up
        result = measure(host, port, headers, make, seconds=options.seconds, connections=options.connections)
        bare = bare or result
        share = result.rate / bare.rate
        print(f"{name:28}{result.rate:12.0f}{result.p50:10.1f}{result.p95:10.1f}{result.size / 1000:8.1f}{share:10.0%}")


def _pages(cookies: list[str]) -> dict:
    post20, post200 = _post_with(20), _post_with(200)
    author = User.objects.annotate(n=Count("entries")).order_by("-n").first()
    paths = {
        "bare logged-in view": "/bare/",
        "feed, for me": "/",
        "feed, whole company": "/all/",
        "post with 20 comments": f"/posts/{post20}/",
        "post with 200 comments": f"/posts/{post200}/",
        "blog archive": f"/blogs/{author.handle}/",
    }

    def get(path: str):
        return lambda n: Request("GET", path, cookies[n % len(cookies)])

    def write(n: int) -> Request:
        return Request("POST", f"/entries/{post20}/comments/", cookies[n % len(cookies)], _comment(n))

    return {name: get(path) for name, path in paths.items()} | {"writing a comment": write}


def _comment(n: int) -> str:
    return urlencode({"body": f"{n}番目のコメントです。", "submission": uuid.uuid4()})


def _post_with(comments: int) -> int:
    """The live post whose number of comments is nearest."""
    nearest = Entry.objects.live().annotate(off=F("comment_count") - comments)
    above = nearest.filter(off__gte=0).order_by("off", "id").first()
    return (above or nearest.order_by("-comment_count").first()).pk


def wait_for(host: str, port: int) -> None:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection(host, port)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
