"""One PostgreSQL cluster in `<home>/postgres`: make it, start it, stop it. The caller holds the lock."""

import hashlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from .account import MAJOR, first_closed_parent, programs, server_account
from .errors import ServerError
from .tuning import memory, server_settings

SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the system's limit is 107 bytes; PostgreSQL adds ".lock" to the name
START_SECONDS = 300  # recovery after a crash may take long; a server that starts does not wait
STOP_SECONDS = 60
ORPHAN_SECONDS = 10


class Cluster:
    """The embedded server whose files are under `home`."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self.data = home / "postgres"
        self.account = server_account()

    def start(self, database: str) -> None:
        """Start the server unless it runs, and create `database` in it."""
        if self.is_running():
            return
        if not self.data.exists():
            self.initialise()
        self.refuse_foreign_data()
        self.forget_dead_server()
        self.launch()
        self.create_database(database)

    def stop(self) -> None:
        if self.is_running():
            self.run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(STOP_SECONDS))

    def is_running(self) -> bool:
        """Tell whether the server takes connections; a file left by a killed one does not count."""
        lines = self.postmaster_lines()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.is_our_postmaster(lines[0])

    def postmaster_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as error:
            raise self.not_ours() from error

    def is_our_postmaster(self, pid: str) -> bool:
        """A process number is used again after a while: look whether it really is our server."""
        try:
            command = psutil.Process(int(pid)).cmdline()
        except (psutil.Error, ValueError):
            return False
        return bool(command) and Path(command[0]).name == "postgres" and str(self.data) in command

    def initialise(self) -> None:
        """Make the cluster beside its place and rename it: a killed initdb leaves nothing half made."""
        self.refuse_closed_home()
        part = tempfile.mkdtemp(dir=self.home, prefix="postgres.part-")
        self.account.own(Path(part))
        # The built-in locale knows Unicode and is the same on every machine, whatever LANG says.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        durability = [] if self.durable else ["--no-sync"]
        auth = ["--auth-local=trust", "--auth-host=reject", "--username", SUPERUSER]
        self.run("initdb", "-D", part, *locale, *auth, *durability)
        os.rename(part, self.data)

    def refuse_closed_home(self) -> None:
        closed = self.account.switch and first_closed_parent(self.data)
        if closed:
            raise ServerError(
                f"the database server does not run as root and cannot reach {self.home} through {closed}: "
                "choose another place with ENGAWA_DATA"
            )

    def refuse_foreign_data(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except PermissionError as error:
            raise self.not_ours() from error
        except FileNotFoundError as error:
            raise ServerError(f"{self.data} exists but holds no PostgreSQL data") from error
        if found != MAJOR:
            raise ServerError(f"{self.data} was made by PostgreSQL {found}, this is {MAJOR}")
        if self.data.stat().st_uid != self.account.uid:
            raise self.not_ours()

    def not_ours(self) -> ServerError:
        return ServerError(f"{self.data} belongs to another user of this machine")

    def forget_dead_server(self) -> None:
        """Remove the pid files of a killed server.

        PostgreSQL would not start once the number is used again, or while the dead one is a zombie that the
        first process of a container does not bury.
        """
        lines = self.postmaster_lines()
        if lines and not self.is_our_postmaster(lines[0]) and self.orphans_end():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_folder() / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)

    def orphans_end(self) -> bool:
        """Wait until the processes of a killed server have noticed; two servers must not share the data."""
        deadline = time.monotonic() + ORPHAN_SECONDS
        while self.has_orphans():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def has_orphans(self) -> bool:
        """Tell whether a process of a killed server is still at work: all of them live in the data folder."""
        return any(process.info["cwd"] == str(self.data) for process in psutil.process_iter(["cwd"]))

    def launch(self) -> None:
        settings = server_settings(memory(), durable=self.durable)
        settings["unix_socket_directories"] = str(self.make_socket_folder())
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.data / "start.log"
        command = ["-D", str(self.data), "-l", str(log), "-w", "-t", str(START_SECONDS), "-o", options]
        self.run("pg_ctl", "start", *command, log=log)

    def socket_folder(self) -> Path:
        """Return the folder of the socket: the data folder, or a short one when that path is too long."""
        if len(os.fsencode(self.data / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.data
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path(f"/tmp/engawa-{digest}")

    def make_socket_folder(self) -> Path:
        folder = self.socket_folder()
        if folder != self.data:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.account.uid):
                raise ServerError(f"{folder} belongs to another user of this machine")
            self.account.own(folder)
        return folder

    def create_database(self, name: str) -> None:
        with psycopg.connect(**self.connection_options(), dbname="postgres", autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            statement = sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' "
                "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
            connection.execute(statement.format(sql.Identifier(name)))

    def connection_options(self) -> dict[str, str]:
        return {"host": str(self.socket_folder()), "port": "5432", "user": SUPERUSER}

    def run(self, program: str, *arguments: str, log: Path | None = None) -> None:
        """Run a PostgreSQL program as the server's user; its last words become the error."""
        path = programs(self.account, self.home) / program
        # Files, not pipes: the server started by pg_ctl keeps what it inherits open.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(path), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                **self.account.popen_options(),
            )
            if done.returncode:
                output.seek(0)
                raise ServerError(f"{program} failed: {last_words(output.read(), log)}")


def last_words(output: str, log: Path | None) -> str:
    if log is not None:
        # What the server says goes to `log`, and once it can, to files in a folder of that name.
        files = sorted(log.parent.glob("log/*.log"), key=lambda path: path.stat().st_mtime)
        output = "\n".join(path.read_text(errors="replace") for path in (*files[-1:], log) if path.is_file())
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line]
    return (telling or lines or ["no message"])[-1]
