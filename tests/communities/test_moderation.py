"""Reports in a community: who hears of them, who decides, what everybody concerned is told."""

import csv
import io

import pytest

from communities.actions.members import leave_community
from sns.audit.models import AuditEvent
from sns.core.ratelimit import REPORTS
from sns.discussion.models import Comment, Flag
from sns.discussion.moderation import report
from sns.entries.models import Entry
from sns.notifications.models import Notification, Verb
from sns.publishing import withdraw
from tests.communities.books import make_community, make_page
from tests.factories import make_comment, make_person


@pytest.fixture
def people(cast):
    """alice owns, bob moderates, carol and emil are members; erin is none of them."""
    cast.emil = make_person("emil", name="江見 瑠")
    cast.community = make_community(cast.alice, cast.carol, cast.emil, moderators=[cast.bob])
    cast.page = make_page(cast.carol, cast.community, "ひどい話", body="読むにたえない文です。")
    return cast


def queue(people) -> str:
    return f"/communities/{people.community.pk}/reports/"


def decide(client, flag, **data):
    return client.post(f"/communities/{flag.entry.space_id}/reports/{flag.pk}/", data)


def lines(user, verb=Verb.REPORT):
    return Notification.objects.filter(user=user, verb=verb)


def test_a_report_reaches_moderators_and_administrators_but_not_the_author(as_user, people):
    as_user(people.emil).post(f"/entries/{people.page.pk}/report/", {"reason": "名指しです"})
    assert lines(people.alice).get().path == queue(people)
    assert lines(people.bob).exists()
    assert lines(people.frank).get().path.startswith("/admin/")
    for person in (people.carol, people.emil, people.erin):
        assert not lines(person).exists()


def test_moderators_see_the_text_its_surroundings_and_who_reported(as_user, people):
    root = make_comment(people.page, people.bob, "最初のことば")
    answer = make_comment(people.page, people.carol, "ひどい返事", parent=root)
    report(actor=people.emil, entry=people.page, comment=answer, reason="言いすぎです")
    report(actor=people.erin, entry=people.page, comment=answer, reason="傷つきました")
    page = as_user(people.alice).get(queue(people)).content.decode()
    for words in ("ひどい返事", "最初のことば", "ひどい話", "言いすぎです", "傷つきました", people.emil.name):
        assert words in page
    assert page.count("<article") == 1


def test_nobody_decides_on_reports_of_his_own_text(as_user, people):
    own = make_page(people.bob, people.community, "ボブのページ")
    flag = report(actor=people.emil, entry=own, reason="？")
    assert not lines(people.bob).exists()
    assert "ボブのページ" not in as_user(people.bob).get(queue(people)).content.decode()
    assert decide(as_user(people.bob), flag, decision="keep").status_code == 404
    assert "ボブのページ" in as_user(people.alice).get(queue(people)).content.decode()


def test_leaving_a_text_settles_every_report_and_the_reporters_hear_of_it(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="？")
    report(actor=people.erin, entry=people.page, reason="！")
    assert decide(as_user(people.bob), flag, decision="keep").status_code == 302
    assert set(Flag.objects.values_list("outcome", "settled_by")) == {("kept", people.bob.pk)}
    assert Entry.objects.live().filter(pk=people.page.pk).exists()
    for person in (people.emil, people.erin):
        assert lines(person).get().path == "/reports/"
    page = as_user(people.emil).get("/reports/").content.decode()
    assert "ひどい話" in page
    assert people.bob.name not in as_user(people.emil).get("/notifications/").content.decode()


def test_removing_needs_a_reason_and_keeps_what_was_typed(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="？")
    client = as_user(people.bob)
    assert decide(client, flag, decision="remove", reason="").status_code == 422
    long = "長" * 301
    answer = decide(client, flag, decision="remove", reason=long)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert Flag.objects.get().settled_at is None


def test_a_removed_text_leaves_the_lists_and_its_author_reads_the_reason(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="名指しです")
    decide(as_user(people.bob), flag, decision="remove", reason="お名前を消して書き直してください")
    assert as_user(people.emil).get(f"/pages/{people.page.pk}/").status_code == 404
    assert "ひどい話" not in as_user(people.emil).get(f"/communities/{people.community.pk}/handbook/").content.decode()
    assert lines(people.carol, Verb.REMOVED).get().path == "/trash/"
    trash = as_user(people.carol).get("/trash/").content.decode()
    for words in ("お名前を消して書き直してください", "読むにたえない文です。", people.alice.name):
        assert words in trash
    assert people.emil.name not in trash
    assert as_user(people.carol).post(f"/entries/{people.page.pk}/restore/").status_code == 404
    shown = as_user(people.emil).get("/reports/").content.decode()
    assert "名指しです" in shown
    assert "ひどい話" not in shown


def test_a_removed_comment_leaves_a_trace_and_can_be_put_back(as_user, people):
    comment = make_comment(people.page, people.carol, "ひどい返事")
    flag = report(actor=people.emil, entry=people.page, comment=comment, reason="？")
    client = as_user(people.bob)
    decide(client, flag, decision="remove", reason="言いすぎ")
    assert Comment.objects.get().removed_reason == "言いすぎ"
    settled = client.get(queue(people) + "?show=settled").content.decode()
    assert people.emil.name in settled
    decide(client, flag, decision="restore")
    assert Comment.objects.get().removed_at is None
    assert Flag.objects.get().outcome == Flag.Outcome.KEPT


def test_what_its_author_took_back_is_not_put_back_by_others(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="？")
    withdraw(actor=people.carol, entry=people.page)
    client = as_user(people.bob)
    assert "読むにたえない文です。" not in client.get(queue(people)).content.decode()
    decide(client, flag, decision="keep")
    decide(client, flag, decision="restore")
    assert not Entry.objects.live().filter(pk=people.page.pk).exists()


def test_only_those_who_look_after_the_community_see_reports(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="？")
    for person, status in ((people.alice, 200), (people.bob, 200), (people.carol, 403), (people.erin, 403)):
        assert as_user(person).get(queue(people)).status_code == status
    for person in (people.carol, people.erin):
        assert decide(as_user(person), flag, decision="keep").status_code == 403


@pytest.mark.parametrize("access", ["closed", "secret"])
def test_outsiders_learn_nothing_of_reports_and_records(as_user, people, access):
    community = make_community(people.alice, people.bob, access=access, name="内緒の集まり")
    flag = report(actor=people.bob, entry=make_page(people.bob, community, "内緒の話"), reason="内緒の理由")
    client = as_user(people.erin)
    for path in ("reports/", "reports/?show=settled", "record/", "record.csv"):
        answer = client.get(f"/communities/{community.pk}/{path}")
        assert answer.status_code == (404 if access == "secret" else 403)
        assert "内緒の話" not in answer.content.decode()
        assert "内緒の理由" not in answer.content.decode()
    assert decide(client, flag, decision="keep").status_code == (404 if access == "secret" else 403)
    assert not lines(people.frank).exists()


def test_a_report_of_another_community_cannot_be_decided_here(as_user, people):
    other = make_community(people.erin, people.emil, name="よその集まり")
    flag = report(actor=people.emil, entry=make_page(people.erin, other), reason="？")
    path = f"/communities/{people.community.pk}/reports/{flag.pk}/"
    assert as_user(people.bob).post(path, {"decision": "keep"}).status_code == 404


def test_reporting_twice_is_said_and_too_many_reports_are_braked(as_user, people):
    client = as_user(people.emil)
    path = f"/entries/{people.page.pk}/report/"
    for reason in ("一度目", "二度目"):
        assert client.post(path, {"reason": reason}).status_code == 302
    assert Flag.objects.get().reason == "一度目"
    assert lines(people.alice).get().others == 0
    for _time in range(REPORTS.count):
        answer = client.post(path, {"reason": "もう一度、長い理由"})
    assert answer.status_code == 429
    assert "もう一度、長い理由" in answer.content.decode()


def test_the_owner_reads_searches_and_exports_the_record(as_user, people):
    flag = report(actor=people.emil, entry=people.page, reason="？")
    decide(as_user(people.bob), flag, decision="remove", reason="=1+1 個人情報")
    other = make_community(people.erin, name="よその集まり")
    client = as_user(people.alice)
    base = f"/communities/{people.community.pk}/record"
    page = client.get(f"{base}/").content.decode()
    for words in (people.bob.name, "ひどい話", "個人情報"):
        assert words in page
    assert other.name not in page
    assert "個人情報" in client.get(f"{base}/?q=個人情報").content.decode()
    assert "ひどい話" not in client.get(f"{base}/?q=ありえない").content.decode()
    answer = client.get(f"{base}.csv?q=ひどい")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert {row[3] for row in rows[1:]} == {"entry.withdrawn", "report.settled"}
    assert AuditEvent.objects.filter(verb="record.exported", actor_id=people.alice.pk).exists()
    assert as_user(people.bob).get(f"{base}/").status_code == 403
    assert as_user(people.bob).get(f"{base}.csv").status_code == 403


def test_the_record_says_nothing_of_why_administrators_opened_a_text(as_user, people):
    AuditEvent.objects.create(
        actor_name="古川", verb="entry.opened", subject_type="entries.entry", subject_id="1", subject_label="題",
        space_id=people.community.pk, data={"reason": "ハラスメントの調べ"},
    )  # fmt: skip
    page = as_user(people.alice).get(f"/communities/{people.community.pk}/record/").content.decode()
    assert "ハラスメントの調べ" not in page


def test_queue_and_record_ask_few_questions(django_assert_max_num_queries, as_user, people):
    reporters = [people.emil, people.erin, people.bob]
    for n in range(6):
        page = make_page(people.carol, people.community, f"ページ{n}")
        for reporter in reporters[: n % 3 + 1]:
            report(actor=reporter, entry=page, comment=make_comment(page, people.emil) if n % 2 else None, reason="？")
    client = as_user(people.alice)
    for path in ("reports/", "reports/?show=settled", "record/"):
        client.get(f"/communities/{people.community.pk}/{path}")
        with django_assert_max_num_queries(10):
            client.get(f"/communities/{people.community.pk}/{path}")
    client = as_user(people.emil)
    client.get("/reports/")
    with django_assert_max_num_queries(10):
        client.get("/reports/")


def test_who_has_left_a_secret_community_is_told_no_more_of_it(as_user, people):
    community = make_community(people.alice, people.bob, people.emil, access="secret", name="内緒の集まり")
    page = make_page(people.bob, community, "内緒の話")
    other = make_page(people.emil, community, "エミルの話")
    flag = report(actor=people.emil, entry=page, reason="私の理由")
    withdraw(actor=people.alice, entry=other, reason="ここまで")
    leave_community(actor=people.emil, community=community)
    decide(as_user(people.alice), flag, decision="keep")
    client = as_user(people.emil)
    assert "私の理由" in client.get("/reports/").content.decode()
    for path in ("/reports/", "/trash/", "/notifications/"):
        page = client.get(path).content.decode()
        assert "内緒の集まり" not in page
        assert "内緒の話" not in page
        assert people.bob.name not in page
