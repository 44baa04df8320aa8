"""Lists cost the same however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sns.audit.actions import record
from sns.discussion.models import Comment, Flag
from sns.entries.models import Entry, Tag, Upload
from sns.notifications.models import Digest, PendingMail
from sns.people.models import Invitation, OrgUnit, Posting, RoleTerm, Skill, User
from sns.spaces.models import Space
from tests.factories import make_post

LISTS = {
    "people/user": "people", "people/orgunit": "units", "people/posting": "postings", "people/roleterm": "roles",
    "people/skill": "skills", "people/invitation": "invitations", "entries/entry": "entries",
    "discussion/comment": "comments", "discussion/flag": "flags", "entries/tag": "tags", "entries/upload": "uploads",
    "spaces/space": "spaces", "audit/auditevent": "events", "notifications/pendingmail": "waiting mails",
    "notifications/digest": "summaries",
}  # fmt: skip


def fill(cast, start: int, count: int) -> None:
    """Rows of every kind, in bulk: here only their number matters."""
    numbers = range(start, start + count)
    unit = cast.unit
    people = User.objects.bulk_create(
        User(name=f"人{n}", handle=f"row{n}", email=f"row{n}@example.com", password="!") for n in numbers
    )
    OrgUnit.objects.bulk_create(OrgUnit(name=f"課{n}", code=f"R{n}", path=f"/r{n}/") for n in numbers)
    Posting.objects.bulk_create(Posting(user=person, unit=unit) for person in people)
    RoleTerm.objects.bulk_create(RoleTerm(user=person, role="leader", unit=unit) for person in people)
    Skill.objects.bulk_create(Skill(name=f"技{n}") for n in numbers)
    Invitation.objects.bulk_create(
        Invitation(email=f"in{n}@example.com", invited_by=cast.frank, secret_hash=str(n), unit=unit) for n in numbers
    )
    space = Space.objects.bulk_create(Space(kind="group", name=f"会{n}") for n in numbers)[0]
    when = Entry.objects.values_list("published_at", flat=True).first()
    entries = Entry.objects.bulk_create(
        Entry(kind="post", title=f"題{n}", author=person, space=space, published_at=when)
        for n, person in zip(numbers, people, strict=True)
    )
    comments = Comment.objects.bulk_create(
        Comment(entry=entry, author=person, created_at=when) for entry, person in zip(entries, people, strict=True)
    )
    Flag.objects.bulk_create(
        Flag(user=comment.author, entry=comment.entry, comment=comment, reason="？") for comment in comments
    )
    Tag.objects.bulk_create(Tag(name=f"t{n}", label=f"T{n}") for n in numbers)
    Upload.objects.bulk_create(Upload(owner=person, name="x", size=1, sha256="0") for person in people)
    PendingMail.objects.bulk_create(
        PendingMail(
            user=entry.author, actor=entry.author, verb="comment", entry=entry, path="/", created_at=when, due_at=when
        )
        for entry in entries
    )
    Digest.objects.bulk_create(Digest(user=person, day=when.date(), since=when) for person in people)
    for person in people:
        record(actor=person, verb="person.added", subject=person)


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/admin/{path}/").status_code == 200
    return len(queries)


def test_a_list_of_500_rows_costs_the_queries_of_one_of_5(admin, cast):
    make_post(cast.alice)
    fill(cast, 0, 5)
    few = {path: cost(admin, path) for path in LISTS}
    fill(cast, 100, 495)
    many = {path: cost(admin, path) for path in LISTS}
    assert many == few
    assert max(many.values()) <= 14


def test_the_number_of_rows_is_capped_and_says_so(monkeypatch, admin, cast):
    monkeypatch.setattr("sns.ops.admin.base.COUNT_CAP", 3)
    page = admin.get("/admin/people/user/").content.decode()
    assert "3+ results" in page


@pytest.mark.parametrize(
    ("path", "found", "lost"),
    [
        ("people/user/?q=あり", "有田", "坂東"),
        ("people/user/?q=bob@", "坂東", "有田"),
        ("people/user/?q=出部", "出部", "有田"),
        ("people/user/?is_active__exact=0", "出部", "有田"),
        ("people/user/?role=executive", "江藤", "有田"),
        ("people/orgunit/?q=開発", "開発部", "製造部"),
    ],
)
def test_searches_and_filters_find(admin, cast, path, found, lost):
    page = admin.get(f"/admin/{path}").content.decode()
    rows = page[page.index('id="result_list"') : page.index("changelist-filter-header")]
    assert found in rows
    assert lost not in rows


def test_people_of_a_unit_are_those_of_its_branches_too(admin, cast):
    page = admin.get(f"/admin/people/user/?unit={cast.unit.pk}")
    assert {user.handle for user in page.context["cl"].result_list} == {"alice", "bob"}
    page = admin.get("/admin/people/user/?unit=none")
    assert {user.handle for user in page.context["cl"].result_list} == {"erin", "frank"}


@pytest.mark.parametrize("query", ["?q=%00", "?q=%25", "?q='", "?unit=x", "?p=99999", "?q=" + "あ" * 500])
def test_odd_questions_are_answered(admin, cast, query):
    for path in ("people/user", "entries/entry", "discussion/comment", "audit/auditevent", "entries/upload"):
        assert admin.get(f"/admin/{path}/{query}").status_code in (200, 302)


def test_autocomplete_answers_administrators_alone(admin, cast):
    ask = "/admin/autocomplete/?app_label=people&model_name=posting&field_name=unit&term=開"
    assert [row["text"] for row in admin.get(ask).json()["results"]] == ["開発部"]
    admin.force_login(cast.alice)
    assert admin.get(ask).status_code == 403
