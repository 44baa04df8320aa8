"""The embedded server: each test has its own, started by processes of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from sns.core.postgres.cluster import Cluster
from sns.core.postgres.errors import ServerError
from sns.core.postgres.handle import ensure_server, release_server
from sns.core.postgres.tuning import memory, server_settings

# Asks for the server, says so, and stays until its standard input ends.
USER = """
import sys
from pathlib import Path
from sns.core.postgres.handle import ensure_server
ensure_server(Path(sys.argv[1]), "engawa", durable=False)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home():
    # Not pytest's tmp_path: its parents are closed to the server's user when the tests run as root.
    path = Path(tempfile.mkdtemp(prefix="engawa-pg-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


def use(home: Path, **environment) -> subprocess.Popen:
    """Start a process that uses the server under `home`."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home)],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_ready(process: subprocess.Popen) -> None:
    assert process.stdout.readline() == "ready\n", process.stderr.read()


def leave(process: subprocess.Popen) -> None:
    process.communicate()
    assert process.returncode == 0


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


def is_up(home: Path) -> bool:
    return Cluster(home).is_running()


def test_the_server_stays_until_its_last_user_leaves(home):
    first, second = use(home), use(home)
    until_ready(first)
    until_ready(second)
    leave(first)
    assert is_up(home)
    leave(second)
    assert not is_up(home)


def test_many_processes_starting_at_once_share_one_server(home):
    users = [use(home) for _ in range(4)]
    for user in users:
        until_ready(user)
    servers = [p for p in psutil.process_iter(["cmdline"]) if str(home / "postgres") in (p.info["cmdline"] or [])]
    assert len(servers) == 1
    for user in users:
        leave(user)
    assert not is_up(home)


def test_a_killed_user_does_not_keep_the_server_for_ever(home):
    killed = use(home)
    until_ready(killed)
    kill(killed)
    assert is_up(home)
    after = use(home)
    until_ready(after)
    leave(after)
    assert not is_up(home)


def test_a_killed_server_starts_again_although_its_number_is_in_use(home):
    user = use(home)
    until_ready(user)
    pid_file = home / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    kill(user)
    lines[0] = str(os.getpid())
    pid_file.write_text("\n".join(lines) + "\n")
    again = use(home)
    until_ready(again)
    leave(again)


def test_the_order_of_text_does_not_depend_on_the_machine(home):
    user = use(home, LANG="ja_JP.UTF-8", LC_ALL="C")
    until_ready(user)
    options = Cluster(home).connection_options()
    with psycopg.connect(**options, dbname="engawa") as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale, upper('é') "
            "FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    leave(user)
    assert row == ("UTF8", "b", "C.UTF-8", "É")


def test_nobody_can_reach_the_server_over_the_network(home):
    user = use(home)
    until_ready(user)
    pid = int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    connections = psutil.Process(pid).net_connections("inet")
    mode = (home / "postgres").stat().st_mode & 0o777
    leave(user)
    assert connections == []
    assert mode == 0o700


def test_a_long_path_gets_a_short_socket(home):
    long_home = home / ("x" * 120)
    user = use(long_home)
    until_ready(user)
    folder = Cluster(long_home.resolve()).socket_folder()
    assert len(str(folder)) < 40
    leave(user)
    assert not is_up(long_home)
    folder.rmdir()


def test_leaving_early_stops_the_server(home):
    ensure_server(home, "engawa", durable=False)
    assert is_up(home)
    release_server(home)
    assert not is_up(home)


def test_data_of_another_version_are_refused(home):
    (home / "postgres").mkdir()
    (home / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerError, match="made by PostgreSQL 15"):
        ensure_server(home, "engawa")


def test_a_folder_that_cannot_be_made_is_said_in_one_line():
    with pytest.raises(ServerError, match=r"^cannot create the data directory /proc/engawa: [^\n]+$"):
        ensure_server(Path("/proc/engawa"), "engawa")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user run the server")
def test_root_is_told_about_a_folder_the_server_cannot_reach(home):
    home.chmod(0o700)
    inner = home / "inner"
    with pytest.raises(ServerError, match="choose another place with ENGAWA_DATA"):
        ensure_server(inner, "engawa")


def test_checking_the_project_starts_no_server(home):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"ENGAWA_DATA": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert not (home / "postgres").exists()


def test_memory_is_shared_with_the_application():
    small = server_settings(512 * 1024 * 1024, durable=True)
    large = server_settings(256 * 1024**3, durable=True)
    assert small["shared_buffers"] == "102MB"
    assert large["shared_buffers"] == "8192MB"
    assert memory() > 0


def test_only_a_test_server_may_lose_data():
    assert "fsync" not in server_settings(memory(), durable=True)
    assert server_settings(memory(), durable=False)["fsync"] == "off"
