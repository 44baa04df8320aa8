"""Backups: a folder per time with the database, the files, the secret key and a manifest of hashes."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from sns.core.postgres.account import programs, server_account
from sns.core.postgres.base import DatabaseWrapper

MANIFEST = "manifest.json"
DATABASE = "database.dump"
MEDIA = "media.tar"
SECRET = "secret-key"
# What libpq reads from the environment: passwords must not be seen in the list of processes.
LIBPQ = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "service": "PGSERVICE",
}  # fmt: skip


class BackupError(Exception):
    """Not done, and why."""


def default_place() -> Path:
    return settings.DATA_DIR / "backups"


def make_backup(place: Path, *, keep: int) -> Path:
    """Write one backup below ``place`` and drop all but the newest ``keep``; a half-made one never has its name."""
    now = timezone.now()
    folder = place / now.strftime("%Y%m%d-%H%M%S")
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True, mode=0o700)
    try:
        run_client("pg_dump", "--format=custom", f"--file={part / DATABASE}")
        _pack_media(part / MEDIA)
        _copy_secret(part)
        _write_manifest(part, now)
    except (OSError, BackupError):
        shutil.rmtree(part, ignore_errors=True)
        raise
    part.rename(folder)
    for old in backups(place)[keep:]:
        shutil.rmtree(old)
    return folder


def backups(place: Path) -> list[Path]:
    """Complete backups, newest first."""
    return sorted((path.parent for path in place.glob(f"*/{MANIFEST}") if path.parent.suffix != ".part"), reverse=True)


def newest_backup() -> datetime | None:
    """When the newest backup in the usual place or the one written last elsewhere was made."""
    noted = default_place() / "last.json"
    times = [read_manifest(folder)["made_at"] for folder in backups(default_place())[:1]]
    if noted.is_file():
        times.append(json.loads(noted.read_text())["made_at"])
    return max((datetime.fromisoformat(time) for time in times), default=None)


def note_backup(folder: Path) -> None:
    """Remember a backup written to another place, for the front page of the administration."""
    default_place().mkdir(parents=True, exist_ok=True)
    note = {"made_at": read_manifest(folder)["made_at"], "folder": str(folder)}
    (default_place() / "last.json").write_text(json.dumps(note))


def check_backup(folder: Path) -> dict:
    """Return the manifest; raise BackupError for a file that is missing or not as it was written."""
    if not (folder / MANIFEST).is_file():
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}")
    manifest = read_manifest(folder)
    for name, known in manifest["files"].items():
        path = folder / name
        if not path.is_file() or digest(path) != known["sha256"]:
            raise BackupError(f"{path} is missing or damaged")
    return manifest


def restore_backup(folder: Path) -> None:
    """Put the database and the files back as they were; what is there now is replaced."""
    check_backup(folder)
    connection.close()
    run_client(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}", str(folder / DATABASE),
    )  # fmt: skip
    media = Path(settings.MEDIA_ROOT)
    with tarfile.open(folder / MEDIA) as tar:
        shutil.rmtree(media, ignore_errors=True)
        media.mkdir(parents=True)
        tar.extractall(media, filter="data")
    if (folder / SECRET).is_file():
        shutil.copy2(folder / SECRET, settings.DATA_DIR / SECRET)


def run_client(program: str, *arguments: str) -> None:
    """Run a PostgreSQL client program on our database; the embedded server brings its own."""
    parameters = connection.get_connection_params()
    known = {variable: str(parameters[name]) for name, variable in LIBPQ.items() if parameters.get(name)}
    try:
        done = subprocess.run(
            [_path_of(program), *arguments], env={**os.environ, **known}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed; it belongs to the PostgreSQL client programs") from error
    if done.returncode:
        raise BackupError(f"{program} failed: {' '.join(done.stderr.split())[-500:]}")


def _path_of(program: str) -> str:
    if isinstance(connections["default"], DatabaseWrapper):
        return str(programs(server_account(), Path(connection.settings_dict["DATA"])) / program)
    return program


def _pack_media(target: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    with tarfile.open(target, "w") as tar:  # pictures do not get smaller by packing
        if media.is_dir():
            tar.add(media, arcname=".")


def _copy_secret(folder: Path) -> None:
    secret = settings.DATA_DIR / SECRET
    if secret.is_file():
        shutil.copy2(secret, folder / SECRET)


def _write_manifest(folder: Path, now: datetime) -> None:
    files = {
        path.name: {"size": path.stat().st_size, "sha256": digest(path)} for path in sorted(folder.iterdir())
    }  # fmt: skip
    manifest = {"made_at": now.isoformat(), "postgres": connection.pg_version, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2))


def read_manifest(folder: Path) -> dict:
    return json.loads((folder / MANIFEST).read_text())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
