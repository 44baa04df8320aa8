import contextlib
import http.client
import signal
import socket
import time
from http import HTTPStatus

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from sns.core.postgres.base import database_is_up, hold_server
from sns.ops.children import Children, web_command, worker_command
from sns.ops.first_steps import first_steps
from sns.ops.preparation import prepare
from sns.people.setup import is_set_up

START_SECONDS = 60
# Asking whether all is well costs next to nothing; a person waiting at the console notices half a second.
PULSE = 0.5


class Command(BaseCommand):
    help = "Prepare everything, then run the web server and the job worker until Ctrl-C or SIGTERM."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo company if there is no user yet")

    def handle(self, *args, demo: bool, **options):
        # From the first moment on: stopping early must not leave the database server behind.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        children = Children()
        try:
            self.start(children, demo=demo)
            self.watch(children)
        except KeyboardInterrupt:
            self.say("Stopping …")
        except (DatabaseError, OSError) as error:
            raise CommandError(one_line(error)) from error
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            children.stop()
            connection.close()

    def start(self, children: Children, *, demo: bool) -> None:
        refuse_taken_port()
        self.say("Starting Engawa …")
        hold_server()
        connection.ensure_connection()
        prepare(self.say)
        if demo and not is_set_up():
            self.say("Loading the demo company …")
            call_command("demo", verbosity=0)
        children.start("web server", web_command())
        children.start("job worker", worker_command())
        wait_for_web(children)
        self.say(f"Engawa is ready at {settings.PUBLIC_URL}/  (listening on {listening()}; Ctrl-C stops it)")
        for line in first_steps(demo=demo):
            self.say(line)
        connection.close()

    def watch(self, children: Children) -> None:
        while True:
            refuse_dead(children)
            if not database_is_up():
                raise CommandError("the database server has ended; its log is in the data directory")
            time.sleep(PULSE)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def refuse_taken_port() -> None:
    """Try the address before anything else takes time."""
    host, port = settings.BIND
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = "choose another one with ENGAWA_BIND"
            raise CommandError(f"cannot listen on {listening()}: {error.strerror}; {hint}") from error


def wait_for_web(children: Children) -> None:
    """Return when the web server answers; raise when a child has ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_dead(children)
        status = probe_status()
        if status == HTTPStatus.OK:
            return
        if status is not None:
            raise CommandError(f"the web server fails with status {status}; its log is above")
        time.sleep(0.05)
    raise CommandError(f"the web server does not answer after {START_SECONDS} s")


def probe_status() -> int | None:
    """Return the status of the answer to a health probe; None as long as nobody listens."""
    host, port = settings.BIND
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    with contextlib.closing(http.client.HTTPConnection(reachable, port, timeout=5)) as probe:
        try:
            probe.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0]})
            return probe.getresponse().status
        except OSError:
            return None


def refuse_dead(children: Children) -> None:
    if ended := children.ended():
        name, status = ended
        raise CommandError(f"the {name} has ended with status {status}")


def listening() -> str:
    host, port = settings.BIND
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def one_line(error: Exception) -> str:
    """Return what PostgreSQL or the system says without its line breaks."""
    what = "database unreachable: " if isinstance(error, DatabaseError) else ""
    return what + " ".join(str(error).split())
