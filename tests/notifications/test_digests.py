"""The summary by mail: what is in it, for whom, when, and never twice."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from communities.actions.events import cancel_event
from communities.actions.notices import confirm
from communities.telling import tell_readers
from sns.entries.actions import mark_read
from sns.home.digest import compose
from sns.home.tasks import NotSent, plan_digests, send_digests
from sns.notifications import digests
from sns.notifications.models import Digest, MailTimes
from sns.notifications.wishes import set_level
from sns.people.actions import set_follow
from sns.people.models import User
from sns.spaces.models import Space
from tests.communities.event_factory import make_event
from tests.communities.notices import make_notice
from tests.factories import make_comment, make_person, make_post

MONDAY = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # 8:00 in Tokyo


def fresh(user):
    return User.objects.get(pk=user.pk)


def summary_of(user, since=timedelta(days=7), ahead=timedelta(days=7)):
    return compose(fresh(user), timezone.now() - since, ahead)


def titles(items):
    return [item.title for item in items]


@pytest.fixture
def secret(cast):
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name="次の一手準備室")
    for person in (cast.alice, cast.bob):
        space.memberships.create(user=person)
    return space


@pytest.fixture
def send(db):
    """A summary for each of the people, as the jobs would send it now."""

    def run(*people):
        since = timezone.now() - timedelta(days=7)
        rows = [Digest.objects.create(user=user, day=timezone.localdate(), since=since) for user in people]
        send_digests(rows=[row.pk for row in rows])
        return [Digest.objects.get(pk=row.pk).state for row in rows]

    return run


class TestContent:
    def test_new_entries_come_with_the_most_talked_about_first(self, cast):
        quiet, lively = make_post(cast.bob, "静かな話"), make_post(cast.erin, "にぎやかな話")
        for person in (cast.bob, cast.carol, cast.frank):
            make_comment(lively, person)
        assert titles(summary_of(cast.alice).entries) == [lively.title, quiet.title]

    def test_one_whom_i_follow_comes_before_a_stranger(self, cast):
        make_post(cast.carol, "フォロー中の人の話")
        make_post(cast.erin, "知らない人の話")
        set_follow(actor=cast.alice, followee=cast.carol, on=True)
        assert titles(summary_of(cast.alice).entries)[0] == "フォロー中の人の話"

    def test_what_i_wrote_or_have_read_is_not_news(self, cast):
        make_post(cast.alice, "自分の話")
        read = make_post(cast.bob, "もう読んだ話")
        mark_read(user=cast.alice, entry=read)
        assert summary_of(cast.alice).is_empty

    def test_nothing_of_before_the_last_one(self, cast):
        make_post(cast.bob, "先月の話", at=timezone.now() - timedelta(days=20))
        assert summary_of(cast.alice).is_empty

    def test_ten_at_the_most(self, cast):
        for n in range(14):
            make_post(cast.bob, f"{n}本目")
        assert len(summary_of(cast.alice).entries) == 10

    def test_unanswered_questions_stand_apart_and_alone_are_no_reason_to_write(self, cast):
        make_post(cast.bob, "図面はどこですか", flavour="question", at=timezone.now() - timedelta(days=12))
        content = summary_of(cast.alice)
        assert titles(content.questions) == ["図面はどこですか"]
        assert content.is_empty
        make_post(cast.bob, "新しい質問です", flavour="question")
        assert not summary_of(cast.alice).is_empty

    def test_unread_lines_of_the_bell(self, cast):
        make_comment(make_post(cast.alice, "治具の話"), cast.bob)
        (line,) = summary_of(cast.alice).lines
        assert cast.bob.name in line.title
        assert line.note == "治具の話"

    @pytest.mark.parametrize(("level", "found"), [("all", 1), ("digest", 1), ("mine", 0), ("muted", 0)])
    def test_communities_are_taken_in_and_left_out_by_level(self, cast, secret, level, found):
        make_post(cast.bob, "来期の案", space=secret)
        set_level(actor=cast.alice, space=secret, level=level)
        assert len(summary_of(cast.alice).entries) == found

    def test_notices_to_be_confirmed_come_first_and_until_they_are(self, cast):
        notice = make_notice(cast.frank, "年末の停電")
        tell_readers(notice)
        content = summary_of(cast.alice)
        assert (titles(content.notices), content.headline) == (["年末の停電"], "年末の停電")
        assert "年末の停電" not in titles(content.entries)
        assert content.lines == []  # not a second time
        confirm(actor=cast.alice, notice=notice)
        assert summary_of(cast.alice).notices == []

    def test_events_of_the_next_days_but_no_cancelled_or_far_one(self, cast):
        soon = make_event(cast.bob, "木曜の勉強会", starts_in=timedelta(days=2))
        make_event(cast.bob, "来年の会", starts_in=timedelta(days=60))
        off = make_event(cast.bob, "中止の会", starts_in=timedelta(days=2))
        cancel_event(actor=cast.bob, event=off, reason="台風のため")
        content = summary_of(cast.alice)
        assert titles(content.events) == ["木曜の勉強会"]
        assert content.events[0].link.endswith(soon.get_absolute_url())
        assert "木曜の勉強会" not in titles(content.entries)

    def test_an_event_of_a_secret_community_is_for_its_members(self, cast, secret):
        make_event(cast.bob, "極秘の打ち合わせ", space=secret, starts_in=timedelta(days=2))
        assert titles(summary_of(cast.alice).events) == ["極秘の打ち合わせ"]
        assert "極秘の打ち合わせ" not in str(summary_of(cast.carol))

    def test_it_costs_six_queries(self, cast, django_assert_max_num_queries):
        for n in range(12):
            make_comment(make_post(cast.bob, f"{n}本目", tags=["棚"]), cast.carol, "@alice さん")
        with django_assert_max_num_queries(7):  # six, and the reader himself
            summary_of(cast.alice)


class TestVisibility:
    def test_a_secret_community_is_never_in_the_summary_of_an_outsider(self, cast, secret, send, mailoutbox):
        post = make_post(cast.bob, "来期の案", "@carol さんにも", space=secret)
        make_comment(post, cast.alice)
        make_post(cast.bob, "昼ごはん")
        set_follow(actor=cast.carol, followee=cast.bob, on=True)
        send(cast.carol)
        (mail,) = mailoutbox
        for part in (mail.subject, mail.body, mail.alternatives[0][0]):
            assert "来期の案" not in part
            assert "次の一手" not in part

    def test_nor_of_a_member_who_was_removed_before_it_went_out(self, cast, secret, send, mailoutbox):
        set_level(actor=cast.bob, space=secret, level="all")
        post = make_post(cast.alice, "来期の案", space=secret)
        make_comment(post, cast.alice, "@bob さん")
        make_post(cast.alice, "秘密の質問", flavour="question", space=secret)
        assert not summary_of(cast.bob).is_empty
        secret.memberships.filter(user=cast.bob).delete()
        assert send(cast.bob) == ["empty"]
        assert mailoutbox == []

    def test_people_who_have_left_get_none(self, cast, send, mailoutbox):
        make_post(cast.bob)
        assert send(cast.dave) == ["waiting"]
        assert mailoutbox == []


class TestMail:
    def test_it_is_in_the_readers_language_with_a_way_out(self, cast, send, mailoutbox, client):
        make_post(cast.bob, "治具の話")
        send(cast.alice, cast.carol)
        japanese, english = mailoutbox
        assert "今週のEngawa" in japanese.subject
        assert "This week in Engawa" in english.subject
        assert "治具の話" in english.body
        address = japanese.extra_headers["List-Unsubscribe"].strip("<>")
        assert japanese.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        page = client.post(address.split("8000")[1], {"List-Unsubscribe": "One-Click"}).text
        assert MailTimes.objects.get(user=cast.alice).digest == "off"
        assert 'value="digest:weekly"' in page
        client.post(address.split("8000")[1], {"undo": "digest:weekly"})
        assert MailTimes.objects.get(user=cast.alice).digest == "weekly"

    def test_an_empty_one_is_not_sent(self, cast, send, mailoutbox):
        assert send(cast.alice) == ["empty"]
        assert mailoutbox == []

    def test_titles_are_not_markup_and_add_no_header(self, cast, send, mailoutbox):
        make_post(cast.bob, "<b>題</b>\r\nBcc: evil@example.com")
        send(cast.alice)
        assert "<b>題" not in mailoutbox[0].alternatives[0][0]
        assert "\n" not in mailoutbox[0].subject


class TestOnce:
    @pytest.fixture
    def early(self, cast):
        """Everybody has been there for long."""
        User.objects.update(date_joined=MONDAY - timedelta(days=90))
        return cast

    def test_everybody_who_wants_one_is_planned_in_two_queries(self, early, django_assert_max_num_queries):
        people = [make_person(f"p{n}", date_joined=MONDAY - timedelta(days=1)) for n in range(20)]
        MailTimes.objects.bulk_create(MailTimes(user=user, digest="off") for user in people[:5])
        with django_assert_max_num_queries(5):  # with the savepoints
            assert len(digests.plan(MONDAY)) == 15 + 5  # alice, bob, carol, erin, frank; dave has left
        assert not Digest.objects.filter(user__in=people[:5]).exists()

    def test_planning_again_plans_nothing(self, early):
        assert digests.plan(MONDAY)
        assert digests.plan(MONDAY + timedelta(minutes=15)) == []
        assert digests.plan(MONDAY + timedelta(days=1)) == []

    def test_a_newcomer_of_this_morning_waits_a_week(self, early):
        make_person("newcomer", date_joined=MONDAY + timedelta(minutes=30))
        planned = Digest.objects.filter(pk__in=digests.plan(MONDAY + timedelta(hours=1)))
        assert not planned.filter(user__handle="newcomer").exists()

    def test_it_begins_where_the_last_one_ended(self, early):
        digests.plan(MONDAY)
        first = Digest.objects.get(user=early.alice)
        assert first.since == MONDAY - timedelta(days=7)
        done = MONDAY + timedelta(minutes=3)
        Digest.objects.update(state="sent", done_at=done)
        digests.plan(MONDAY + timedelta(days=7))
        assert Digest.objects.filter(user=early.alice).latest("day").since == done

    def test_the_jobs_are_made_in_batches_and_a_second_run_sends_nothing(self, early, monkeypatch, mailoutbox):
        for n in range(60):
            make_person(f"p{n}", date_joined=MONDAY - timedelta(days=90))
        make_post(early.bob, "治具の話")
        monkeypatch.setattr("sns.home.tasks.timezone.now", lambda: MONDAY)
        plan_digests(timestamp=0)
        monkeypatch.undo()
        jobs = ProcrastinateJob.objects.filter(task_name=send_digests.name).order_by("id")
        assert [len(job.args["rows"]) for job in jobs] == [50, 15]
        for job in [*jobs, *jobs]:
            send_digests(**job.args)
        assert len(mailoutbox) == 64  # not the author, for whom there is nothing new

    def test_what_the_mail_server_refuses_is_tried_again(self, cast, mailoutbox, monkeypatch):
        make_post(cast.bob)
        since = timezone.now() - timedelta(days=7)
        rows = [Digest.objects.create(user=u, day=MONDAY, since=since).pk for u in (cast.alice, cast.carol)]
        real = EmailBackend.send_messages

        def refuse(self, messages):
            if messages[0].to == [cast.alice.email]:
                raise smtplib.SMTPRecipientsRefused({})
            return real(self, messages)

        with monkeypatch.context() as once:
            once.setattr(EmailBackend, "send_messages", refuse)
            with pytest.raises(NotSent):
                send_digests(rows=rows)
        send_digests(rows=rows)
        assert sorted(mail.to[0] for mail in mailoutbox) == [cast.alice.email, cast.carol.email]

    def test_one_that_died_while_sending_is_not_repeated(self, cast, mailoutbox):
        make_post(cast.bob)
        row = Digest.objects.create(user=cast.alice, day=MONDAY, since=timezone.now() - timedelta(days=7))
        assert digests.claim(row)
        send_digests(rows=[row.pk])
        assert mailoutbox == []
