import json
import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils import timezone

from sns.core import health
from sns.core.logs import JsonFormatter, RequestLog


@pytest.fixture
def worker(db):
    def seen(ago: timedelta) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago])

    return seen


def test_a_living_process_says_so_without_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_everything_in_place_is_ready(client, worker):
    worker(timedelta(seconds=5))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}


@pytest.mark.django_db
def test_without_a_worker_we_are_not_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "never seen"


def test_a_silent_worker_is_told(client, worker):
    worker(timedelta(minutes=5))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "silent for 300 s"


def test_a_missing_migration_is_told(client, worker, monkeypatch):
    worker(timedelta())
    known = health.known_migrations() | {("blogs", "9999_tomorrow")}
    monkeypatch.setattr(health, "known_migrations", lambda: known)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 not applied"


def test_an_unreachable_database_is_told(client, worker):
    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "database": "unreachable",
        "migrations": "unreachable",
        "worker": "unreachable",
    }


def refuse(execute, sql, params, many, context):
    raise OperationalError("gone")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_read(client, db, path):
    assert client.post(path).status_code == 405


def test_a_sane_request_id_is_kept_and_returned(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-12345"})["X-Request-ID"] == "proxy-12345"


@pytest.mark.parametrize("bad", ["x", "a b c d e f g h", "a" * 65, 'id"} {"level": "fatal'])
def test_a_strange_request_id_is_replaced(client, bad):
    given = client.get("/healthz", headers={"X-Request-ID": bad})["X-Request-ID"]
    assert len(given) == 32
    assert given.isalnum()


def test_a_request_is_one_line_of_json(cast, client, caplog):
    caplog.set_level(logging.INFO, "sns.requests")
    client.get("/accounts/login/?next=/secret/", headers={"X-Request-ID": "request-1"})
    (record,) = [record for record in caplog.records if record.name == "sns.requests"]
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/accounts/login/", 200)
    assert line["ms"] > 0
    assert line["user_id"] is None


def test_keys_in_an_address_are_not_logged(client, caplog, db):
    caplog.set_level(logging.INFO, "sns.requests")
    client.get("/accounts/password/reset/key/1-abc123secret/")
    assert "abc123secret" not in caplog.text
    assert "sns.requests" in caplog.text


def test_a_traceback_stays_in_its_line():
    try:
        raise ValueError("bad\nnews")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (type(error), error, error.__traceback__)})
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert "ValueError" in json.loads(text)["exception"]


def test_a_failure_is_logged_as_an_error(rf, caplog):
    request = rf.get("/x/")
    request.resolver_match = None
    RequestLog(lambda request: HttpResponse(status=500))(request)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
