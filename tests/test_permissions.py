"""Who gets which answer at which address: the table is `permissions.txt`, its head says how to read it.

Every address of the product stands in it: one that is missing fails, and so does a row for one that is gone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve, reverse

from tests.factories import PASSWORD
from tests.permission_things import ACTORS, cookies_of, things_of

TABLE = Path(__file__).with_name("permissions.txt")
NEW_PASSWORD = {"password1": "vending-rain-82", "password2": "vending-rain-82"}
NOTICE = {"title": "題名", "confirm_by": "2026-11-01", "expires_on": "2026-12-01"}
POLL = {"title": "問い", "options": "甲\n乙", "choose": "one", "names": "named", "shown": "voted"}
TEN_DAYS = (date.today() + timedelta(days=10)).isoformat()
EVENT = {
    "title": "朝の会", "first_day": TEN_DAYS, "start_time": "09:00", "end_time": "10:00", "time_zone": "Asia/Tokyo"
}  # fmt: skip
DATES = {"title": "夕食", "day_1": TEN_DAYS, "day_2": "2027-12-24", "time_zone": "Asia/Tokyo"}
# The least a POST must bring to be taken; an address that is not named here is content with nothing.
BODIES = {
    "account_login": {"login": "alice@example.com", "password": PASSWORD},
    "account_change_password": {"oldpassword": PASSWORD, **NEW_PASSWORD},
    "account_reset_password": {"email": "alice@example.com"},
    "account_reauthenticate": {"password": PASSWORD},
    "best_answer": {"on": "1"},
    "bookmark": {"on": "1"},
    "bookmark_folder": {"name": "まねしたい"},
    "bookmark_folders": {"name": "読み合わせ"},
    "bookmark_note": {"note": "自分のためのメモ", "folder": ""},
    "closure": {"on": "1", "reason": "結論が出ました"},
    "community-new": {"name": "朝の会", "purpose": "聞ける人が増える", "access": "open"},
    "community-edit": {"name": "朝の会", "purpose": "聞ける人が増える", "access": "open", "version": "1"},
    "community-archive": {"on": "1"},
    "community-add": {"people": "erin"},
    "community-membership": {"on": "1"},
    "community-ask": {"message": "入れてください"},
    "community-answer": {"accept": "1"},
    "community-invite": {"to": "erin"},
    "community-invitation": {"accept": "1"},
    "community-role": {"role": "moderator"},
    "community-remove": {"reason": "異動のため"},
    "community-ownership-answer": {"accept": "1"},
    "comment_edit": {"body": "やはり、こう。", "version": "1"},
    "comment_remove": {"reason": "重複していました"},
    "comment_reply": {"body": "返事です。"},
    "comments": {"body": "なるほど。"},
    "comment_reaction": {"on": "1"},
    "drafts": {"title": "書きかけ", "body": "まだ途中です。"},
    "entry-delete": {"reason": "個人名があります"},
    "entry_reaction": {"on": "1"},
    "event-new": EVENT,
    "community-event-new": EVENT,
    "event-dates-new": DATES,
    "community-event-dates-new": DATES,
    "event-edit": EVENT | {"version": "1"},
    "event-answer": {"choice": "yes"},
    "event-cancel": {"reason": "雨"},
    "event-named": {"on": "1"},
    "event-reports": {"address": "/posts/1/"},
    "calendar-address": {"scope": "mine"},
    "follow": {"on": "1"},
    "invitation": {"name": "Zoe", "reading": "", "language": "en", **NEW_PASSWORD},
    "invitations": {"people": "yuki@example.com", "language": "ja"},
    "post-draft": {"title": "題名", "body": "新しい本文", "version": "1"},
    "post-edit": {"title": "題名", "body": "新しい本文", "version": "1", "audience": "me", "intent": "publish"},
    "post-new": {"title": "題名", "body": "本文", "audience": "me", "intent": "publish"},
    "post-preview": {"body": "**本文**"},
    "pin": {"on": "0", "place": "space"},
    "topic-decision": {"outcome": "taken_up", "reason": "やります"},
    "topic-edit": {"title": "題", "body": "新しい本文", "flavour": "idea", "version": "1"},
    "topic-new": {"title": "題", "body": "本文"},
    "topic-vote": {"on": "1"},
    "page-new": {"title": "題名", "body": "手順"},
    "page-edit": {"title": "題名", "body": "新しい手順", "version": "1"},
    "page-move": {"parent": "", "end": "last"},
    "page-place": {"position": "0"},
    "page-delete": {"reason": "古くなっています"},
    "report-decision": {"decision": "keep"},
    "report_comment": {"reason": "会社の外の話です"},
    "report_entry": {"reason": "会社の外の話です"},
    "notice-edit": NOTICE,
    "notice-new": NOTICE,
    "poll-edit": POLL,
    "poll-new": POLL,
    "thank-new": {"person": "carol", "note": "助かりました。", "audience": "everybody"},
    "notification_preferences": {"csrfmiddlewaretoken": "x"},
    "notification_spaces": {"csrfmiddlewaretoken": "x"},
    "notification_thread": {"state": "muted"},
    "notification_times": {
        "digest": "daily",
        "digest_hour": "8",
        "digest_weekday": "0",
        "begin": "8:00",
        "end": "19:00",
    },
    "space_level": {"level": "all"},
    "set_language": {"language": "en"},
    "settings_display": {"language": "en", "time_zone": "Asia/Tokyo", "theme": "dark"},
    "settings_profile": {"reading": "", "site": "大津", "introduction": "", "skills": ""},
    "settings_portrait": {"remove": "1"},
    "tag_follow": {"on": "1"},
    "watch": {"on": "1"},
}
FILES = {
    "upload": "手順です。",
    "archives": "TITLE: 題\n-----\nBODY:\n本文\n-----\n--------\n",
    "staff": "社員番号,氏名\n",
}
# What a GET may write, and why: everything else leaves the database as it was.
WRITES_OF_A_GET = {
    "post": {"entries_reading", "entries_entry"},  # opening a post is reading it
    "event": {"entries_reading", "entries_entry"},
    "page": {"entries_reading", "entries_entry"},
    "topic": {"entries_reading", "entries_entry"},
    "notice": {"entries_reading", "entries_entry"},
    "poll": {"entries_reading", "entries_entry"},
    "thank": {"entries_reading", "entries_entry"},
    "notification": {"notifications_notification", "notifications_pendingmail"},  # the line counts as read
    "community-record-csv": {"audit_auditevent"},  # who took the record out is part of it
    "all-feed-address": {"entries_feedtoken"},  # made when first asked for
    "blog-feed-address": {"entries_feedtoken"},
    "community-feed-address": {"entries_feedtoken"},
}
BOOKKEEPING = {"django_session", "engawa_cache"}
_WRITE = re.compile(r'\b(?:INSERT INTO|UPDATE(?! SET)|DELETE FROM)\s+"?(\w+)')


@dataclass
class Row:
    """One line of the table: a method, an address and the answer for each person."""

    line: str
    section: str

    def __post_init__(self):
        self.method, self.name, self.arguments, *expected = self.line.split()
        self.expected = [int(status) for status in expected]
        assert len(self.expected) == len(ACTORS), self.line

    def path(self, things: dict) -> str:
        arguments, _, query = self.arguments.partition("?")
        pairs = dict(pair.split("=") for pair in arguments.split(",") if pair != "-")
        found = {key: things.get(value, value) for key, value in pairs.items()}
        path = reverse(self.name, args=list(found.values()))
        name, _, value = query.partition("=")
        return f"{path}?{name}={things[value]}" if query else path

    def show(self, statuses: list[int]) -> str:
        return f"{self.method:4} {self.name:34} {self.arguments:35}" + "".join(f"{s:7}" for s in statuses)


def read_table() -> list[Row]:
    rows, section = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            rows.append(Row(line, section))
    return rows


ROWS = read_table()
SECTIONS = list(dict.fromkeys(row.section for row in ROWS))


def patterns(resolver=None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address; what has no name of its own is called by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (space + pattern.name if pattern.name else route), route
        else:
            yield from patterns(pattern, route, space + f"{pattern.namespace}:" if pattern.namespace else space)


@pytest.fixture
def world(cast):
    return cookies_of(cast), things_of(cast)


def ask(cookie: str, method: str, path: str, name: str = "") -> tuple[object, set[str]]:
    """The answer to one request and the tables it wrote to; afterwards everything is as before."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    body = dict(BODIES.get(name, {}))
    if name in FILES:
        body["file"] = SimpleUploadedFile("list.txt", FILES[name].encode())
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if method == "GET" else client.post(path, body)
        transaction.set_rollback(True)
    return answer, {table for query in queries for table in _WRITE.findall(query["sql"])} - BOOKKEEPING


def leads_to_log_in(answer) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))


def is_open(row: Row) -> bool:
    """May it lead somebody who is not logged in to another page than the log-in?"""
    return row.name in ("set_language", "invitation") or row.name.startswith(("account_", "mfa_"))


@pytest.mark.parametrize("section", SECTIONS)
def test_everybody_gets_what_the_table_says(world, section):
    cookies, things = world
    wrong = []
    for row in (row for row in ROWS if row.section == section):
        path, got = row.path(things), []
        for actor in ACTORS:
            answer, written = ask(cookies[actor], row.method, path, row.name)
            got.append(answer.status_code)
            if row.method == "GET" and (unexpected := written - WRITES_OF_A_GET.get(row.name, set())):
                wrong.append(f"GET {row.name} by {actor} wrote to {unexpected}")
            if actor == "nobody" and answer.status_code == 302 and not (leads_to_log_in(answer) or is_open(row)):
                wrong.append(f"{row.method} {row.name} leads nobody to {answer.headers['Location']}")
        if got != row.expected:
            wrong.append(f"expected {row.show(row.expected)}\n     got {row.show(got)}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_who_has_left_is_nobody(world):
    cookies, things = world
    wrong = []
    for row in ROWS:
        status = ask(cookies["dave"], row.method, row.path(things), row.name)[0].status_code
        if status != row.expected[0]:
            wrong.append(f"{status} {row.line}")
    assert not wrong, "\n".join(wrong)


def test_what_only_takes_a_post_refuses_a_get_and_changes_nothing(world):
    cookies, things = world
    read = {row.name for row in ROWS if row.method == "GET"}
    wrong = []
    for row in ROWS:
        if row.name not in read:
            answer, written = ask(cookies["alice"], "GET", row.path(things))
            if answer.status_code not in (405, 403) or written:
                wrong.append(f"{answer.status_code} {row.name} {written}")
    assert not wrong, "\n".join(wrong)


def test_the_table_has_every_address_and_no_other(world):
    _cookies, things = world
    known = {row.name for row in ROWS}
    served = {resolve(row.path(things).partition("?")[0]).route for row in ROWS}  # some stand before allauth's own
    everything = [(name, route) for name, route in patterns() if not route.startswith("admin/")]
    missing = [f"{name}  ({route})" for name, route in everything if name not in known and route not in served]
    gone = known - {name for name, _route in everything}
    assert not missing, "not in permissions.txt:\n" + "\n".join(missing)
    assert not gone, f"in permissions.txt, but no longer an address: {gone}"
