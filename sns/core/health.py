"""`/healthz`: this process answers. `/readyz`: so do the database, its schema and the job worker."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

# The worker writes every ten seconds; a busy machine may be late.
HEARTBEAT_LIMIT = timedelta(seconds=60)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process is alive; asks nobody else, or a sick database would get every process restarted."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything needed to serve people is there; 503 and the name of the missing part otherwise."""
    parts = {name: state(check) for name, check in CHECKS.items()}
    ready = all(part == "ok" for part in parts.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", **parts},
        status=200 if ready else 503,
    )


def state(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        return "unreachable"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def migrations() -> str:
    missing = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} not applied" if missing else "ok"


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations this code brings; reading them from disk takes longer than a probe may."""
    return frozenset(MigrationLoader(None).graph.nodes)


def worker() -> str:
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    seen = newest.first()
    if seen is None:
        return "never seen"
    silent = timezone.now() - seen
    return "ok" if silent < HEARTBEAT_LIMIT else f"silent for {int(silent.total_seconds())} s"


CHECKS = {"database": database, "migrations": migrations, "worker": worker}
