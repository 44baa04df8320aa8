"""What must be done before the first request; each step is quick when there is nothing to do."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sns.ops.catalogues import compile_catalogues
from sns.search.tasks import fill_search_soon

# Two machines of one database starting at once: the second one waits here.
MIGRATION_LOCK = 0x656E6761


def prepare(say: Callable[[str], None]) -> None:
    """Compile messages, bring the database up to date and collect static files; `say` tells what takes long."""
    if compile_catalogues():
        say("Message catalogues compiled.")
    migrate(say)
    call_command("createcachetable", verbosity=0)
    collect_static(say)


def migrate(say: Callable[[str], None]) -> None:
    """Apply missing migrations, one process at a time."""
    if not is_behind():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)
            fill_search_soon()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(say: Callable[[str], None]) -> None:
    """Collect and compress static files unless nothing has changed since."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = static_state()
    if stamp.is_file() and stamp.read_text() == state:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def static_state() -> str:
    """Return a digest of names, sizes and times of all static files, and of what is done with them."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
