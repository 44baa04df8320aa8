"""Logs: one line a request, as JSON for machines or as text for a person, each with the request's id."""

import json
import logging
import re
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
requests = logging.getLogger("sns.requests")

SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# A key in an address opens a door: it must not be found in a log.
SECRETS = ("key", "token")
# What is asked for every few seconds, or twenty times a page, is only worth a line when it fails.
QUIET = ("/healthz", "/readyz", "/static/")


def configuration(style: str) -> dict:
    """Return Django's LOGGING for `style` "json" or "text", everything to stderr."""
    formatter = {"json": "sns.core.logs.JsonFormatter", "text": "sns.core.logs.TextFormatter"}[style]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Our own line says the same; the traceback of a failure still comes through.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
        },
    }


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what is passed as `extra={"data": {…}}` becomes fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        line |= getattr(record, "data", {})
        if record.exc_info:
            line["exception"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """Lines for a person at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")


class RequestLog:
    """Give each request an id, accepted from a proxy if it is a sane one, and log one line about it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if SANE_ID.fullmatch(given) else uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            log_request(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        return response


def log_request(request, response, seconds: float) -> None:
    """Log method, path, status, milliseconds and user of an answered request."""
    status = response.status_code
    quiet = status < 400 and request.path.startswith(QUIET)
    level = logging.DEBUG if quiet else logging.ERROR if status >= 500 else logging.INFO
    if not requests.isEnabledFor(level):
        return
    data = {
        "method": request.method,
        "path": public_path(request),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user_id": user_id(request),
    }
    text = "{method} {path} {status} {ms} ms".format(**data)
    requests.log(level, text, extra={"data": data})


def public_path(request) -> str:
    """Return the path without its query and without keys that are part of it."""
    path = request.path
    match = request.resolver_match
    for name in SECRETS:
        secret = match.kwargs.get(name) if match else None
        if isinstance(secret, str):
            path = path.replace(secret, "…")
    return path


def user_id(request) -> int | None:
    """Return who asked, if that is known already: a log line is not worth a query."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
