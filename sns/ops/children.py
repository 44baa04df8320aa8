"""The processes `manage.py serve` looks after."""

import ctypes
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 25


def web_command() -> list[str]:
    return [sys.executable, "-m", "gunicorn", "--config", "python:sns.gunicorn", "sns.wsgi:application"]


def worker_command() -> list[str]:
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    # Done jobs go, failed ones stay for the administration to look at.
    options = [f"--concurrency={settings.JOB_CONCURRENCY}", "--delete-jobs=successful"]
    return [sys.executable, manage, "procrastinate", "worker", *options]


class Children:
    """Child processes that end with us, however we end."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: list[str]) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
        self.processes[name] = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def ended(self) -> tuple[str, int] | None:
        """Return name and exit status of a child that has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def stop(self) -> None:
        """Ask all to stop, wait for what they have at hand, then insist."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_with_parent() -> None:
    """In the child: have the kernel send SIGTERM when the supervisor dies without a word (Linux only)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
