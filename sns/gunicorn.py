"""gunicorn's configuration: threads, because nothing may be buffering slow clients in front of us.

100 slow clients still take all threads: see `deploy/nginx.conf` for a machine that faces the internet.
"""

import gc
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sns.settings")

from django.conf import settings

from sns.core.postgres.base import hold_server

_host, _port = settings.BIND
bind = [f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"]
worker_class = "gthread"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
# Load the code once: faster to start, and the processes share its memory.
preload_app = True
timeout = 60
graceful_timeout = 15
keepalive = 5
# A heartbeat file on a disk can block a worker for as long as the disk does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
forwarded_allow_ips = "127.0.0.1,::1"
logconfig_dict = settings.LOGGING | {
    "loggers": settings.LOGGING["loggers"]
    | {
        "gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}


# A page takes about 4 ms of Python: let a thread finish it. With the default of 5 ms threads interrupt each other
# after every answer of the database; measured with 8 connections: 20 % more pages a second, p95 a fifth shorter.
sys.setswitchinterval(0.05)
# The collector looks for cycles after so many new objects: the default of 700 means dozens of times a page.
gc.set_threshold(50_000, 20, 50)


def when_ready(server) -> None:
    """What was loaded at the start stays for good: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


def on_starting(server) -> None:
    """The master lives longest: let it keep the database server for its workers."""
    hold_server()
