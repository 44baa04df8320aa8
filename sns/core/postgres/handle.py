"""Which processes use the embedded server: it stops when the last of them has gone.

Each user holds a shared lock on `<home>/users.lock`. The kernel drops it whatever way a process ends, so
there is no list of process numbers that could be wrong. Starting and stopping happen under the exclusive
`<home>/server.lock`.
"""

import atexit
import contextlib
import fcntl
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from .cluster import Cluster
from .errors import ServerError

_handles: dict[Path, "Handle"] = {}
_threads = threading.Lock()


class Handle:
    """This process's share in the server under `home`."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.pid = os.getpid()
        self.users = -1

    def take(self, database: str) -> None:
        with exclusive(self.cluster.home / "server.lock"):
            self.users = open_lock(self.cluster.home / "users.lock")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            try:
                self.cluster.start(database)
            except ServerError:
                os.close(self.users)
                raise

    def release(self) -> None:
        """Give the share back and stop the server if nobody else has one.

        A forked child shares its parent's lock and must not give it back.
        """
        if self.pid != os.getpid() or self.users < 0:
            return
        with exclusive(self.cluster.home / "server.lock"):
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.cluster.stop()
            except BlockingIOError:
                pass  # somebody else works with it and will be the last one
            finally:
                os.close(self.users)
                self.users = -1


def ensure_server(home: Path, database: str, *, durable: bool = True) -> Handle:
    """Start the server under `home` if needed and keep it until this process ends."""
    with _threads:
        handle = _handles.get(home)
        if handle is None or handle.pid != os.getpid():
            prepare_home(home)
            handle = Handle(Cluster(home.resolve(), durable=durable))
            handle.take(database)
            _handles[home] = handle
            atexit.register(release_server, home)
        return handle


def release_server(home: Path) -> None:
    """Give up the server under `home` before the process ends; for supervisors and tests."""
    with _threads:
        handle = _handles.pop(home, None)
    if handle is not None:
        handle.release()


def prepare_home(home: Path) -> None:
    """Make the data folder; as root, the server's own user must be able to walk through it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0 and home.stat().st_uid == 0:
            home.chmod(home.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)
    except OSError as error:
        raise ServerError(f"cannot create the data directory {home}: {error.strerror}") from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise ServerError(f"the data directory {home} is not writable")


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def open_lock(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ServerError(f"the data directory {path.parent} is not writable: {error.strerror}") from error
