"""`manage.py serve` from outside: real processes, a data folder and a port of their own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from sns.core.postgres.cluster import Cluster


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """One installation in a folder of its own, started and stopped by a test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.process = None

    def start(self, *arguments: str, **environment: str) -> None:
        variables = {"ENGAWA_DATA": str(self.home), "ENGAWA_BIND": f"127.0.0.1:{self.port}"} | environment
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ | {"ENGAWA_DATABASE_DURABLE": "no", "ENGAWA_LOG": "json"} | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until_ready(self) -> str:
        """Return what the console says up to the address."""
        said = ""
        while "Engawa is ready" not in said:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            said += line
        return said

    def get(self, path: str):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10)
        except urllib.error.HTTPError as error:
            return error

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: int) -> tuple[str, str]:
        self.process.send_signal(number)
        return self.process.communicate(timeout=40)


@pytest.fixture(scope="module")
def home():
    path = Path(tempfile.mkdtemp(prefix="engawa-serve-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def served(home):
    served = Served(home)
    yield served
    if served.process and served.process.poll() is None:
        served.end(signal.SIGTERM)


def wait_until(condition, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def leaves_nothing(home: Path, family: list[psutil.Process]) -> bool:
    alive = [process for process in family if process.is_running() and process.status() != "zombie"]
    return not alive and not Cluster(home).is_running()


def test_everything_starts_and_a_signal_stops_it(served, home):
    served.start()
    said = served.until_ready()
    assert f"http://localhost:{served.port}/" in said
    assert wait_until(lambda: served.get("/readyz").status == 200), served.get("/readyz").read()
    family = served.family()
    assert len(family) >= 4  # gunicorn's master and two workers, the job worker
    served.end(signal.SIGTERM)
    assert served.process.returncode == 0
    assert leaves_nothing(home, family)


def test_a_second_start_is_quick_and_ctrl_c_stops_it(served, home):
    started = time.monotonic()
    served.start()
    said = served.until_ready()
    assert time.monotonic() - started < 5 * 2  # two test processes share the cores
    assert "Preparing the database" not in said
    assert "Collecting static files" not in said
    family = served.family()
    served.end(signal.SIGINT)
    assert served.process.returncode == 0
    assert leaves_nothing(home, family)


def test_before_the_first_user_the_console_shows_the_one_time_code(served):
    served.start()
    served.until_ready()
    out = served.process.stdout.readline() + served.process.stdout.readline()
    assert re.search(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b", out)
    assert "/setup/" in out


def test_static_files_are_compressed_and_kept_for_ever(served):
    served.start()
    served.until_ready()
    page = served.get("/setup/").read().decode()
    sheet = re.search(r'href="(/static/css/engawa\.[0-9a-f]{12}\.css)"', page)[1]
    answer = served.get(sheet)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_when_a_child_dies_everything_ends_with_one_line(served, home):
    served.start()
    served.until_ready()
    family = served.family()
    worker = next(process for process in family if "procrastinate" in process.cmdline())
    worker.kill()
    _, errors = served.process.communicate(timeout=40)
    assert served.process.returncode == 1
    assert "the job worker has ended with status -9" in errors
    assert "Traceback" not in errors
    assert leaves_nothing(home, family)


def test_a_killed_supervisor_takes_everything_along(served, home):
    served.start()
    served.until_ready()
    family = served.family()
    served.process.kill()
    assert wait_until(lambda: leaves_nothing(home, family))


def refusal(served: Served, **environment: str) -> str:
    """Start, expect a refusal, and return its only line."""
    served.start(**environment)
    _, errors = served.process.communicate(timeout=40)
    assert served.process.returncode > 0
    (line,) = errors.strip().splitlines()
    return line


def test_a_taken_port_is_one_clear_line(served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", served.port))
        other.listen()
        line = refusal(served)
    assert f"cannot listen on 127.0.0.1:{served.port}: Address already in use" in line
    assert "ENGAWA_BIND" in line


def test_an_unusable_data_folder_is_one_clear_line(served):
    assert "/proc/engawa" in refusal(served, ENGAWA_DATA="/proc/engawa")


def test_an_unreachable_database_is_one_clear_line_without_its_password(served):
    line = refusal(served, DATABASE_URL=f"postgres://engawa:geheim@127.0.0.1:{free_port()}/engawa")
    assert "database unreachable" in line
    assert "geheim" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAWA_BIND", "8000"),
        ("ENGAWA_DEBUG", "maybe"),
        ("ENGAWA_WEB_THREADS", "many"),
        ("ENGAWA_TIME_ZONE", "Asia/Tokio"),
        ("ENGAWA_EMAIL_URL", "smtp"),
        ("ENGAWA_URL", "sns.example.co.jp"),
        ("DATABASE_URL", "mysql://root@localhost/engawa"),
    ],
)
def test_a_wrong_value_is_one_clear_line(served, name, value):
    assert name in refusal(served, **{name: value})


def test_a_slip_in_a_name_is_one_clear_line(served):
    assert "did you mean ENGAWA_BIND?" in refusal(served, ENGAWA_BNID="127.0.0.1:8000")
