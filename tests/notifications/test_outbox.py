"""Mail that waits: what comes together, when it goes out, and that nothing goes out twice."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.notifications import outbox
from sns.notifications.actions import notify, set_watch
from sns.notifications.models import MailTimes, PendingMail, Verb
from sns.notifications.tasks import send_mail_to
from sns.notifications.wishes import set_mail, set_times, times_of
from sns.spaces.models import Space
from tests.factories import make_comment, make_person, make_post

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday 12:00 in Tokyo
NIGHT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def wait_since(moment):
    """Let what is in the outbox have been put there at that moment."""
    PendingMail.objects.update(created_at=moment, due_at=moment + timedelta(minutes=5))


def jobs():
    return ProcrastinateJob.objects.filter(task_name=send_mail_to.name)


class TestBundling:
    def test_what_happens_together_is_one_mail(self, cast, run_jobs, mailoutbox):
        post, other = make_post(cast.alice, "治具の話"), make_post(cast.alice, "別の話")
        make_comment(post, cast.bob, "面白い")
        make_comment(post, cast.carol, "Nice")
        make_comment(other, cast.erin, "なるほど")
        run_jobs()
        (mail,) = mailoutbox
        assert mail.to == [cast.alice.email]
        assert "坂東 暮雄" in mail.subject
        assert "治具の話" in mail.subject
        assert "2" in mail.subject
        for words in ("面白い", "Nice", "なるほど"):
            assert words in mail.body
            assert words in mail.alternatives[0][0]
        assert mail.body.count("治具の話") == 1

    def test_each_person_gets_his_own(self, cast, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob, "@carol さんも見てください")
        run_jobs()
        assert sorted(mail.to[0] for mail in mailoutbox) == [cast.alice.email, cast.carol.email]

    def test_a_mail_waits_five_minutes_a_call_one(self, cast):
        make_comment(make_post(cast.alice), cast.bob, "@carol さん")
        delays = {row.verb: row.due_at - row.created_at for row in PendingMail.objects.all()}
        assert delays == {"comment": timedelta(minutes=5), "mention": timedelta(minutes=1)}
        assert outbox.hand_over(timezone.now()) == {}

    def test_what_waits_goes_along_with_what_is_due(self, cast, run_jobs, mailoutbox):
        post = make_post(cast.alice)
        make_comment(post, cast.carol)
        make_comment(post, cast.bob, "@alice さん")
        PendingMail.objects.filter(verb="comment").update(due_at=NOON + timedelta(minutes=30))
        PendingMail.objects.filter(verb="mention").update(due_at=NOON)
        run_jobs(now=NOON)
        assert len(mailoutbox) == 1
        assert not PendingMail.objects.exists()

    def test_a_flood_is_cut_and_says_so(self, cast, run_jobs, mailoutbox):
        post = make_post(cast.alice)
        for n in range(25):
            notify(actor=cast.bob, verb=Verb.COMMENT, entry=post, to=[cast.alice.pk], path="/", excerpt=f"その{n}。")
        run_jobs()
        assert "その19。" in mailoutbox[0].body
        assert "その20。" not in mailoutbox[0].body
        assert "/notifications/\n" in mailoutbox[0].body

    def test_many_receivers_cost_a_few_statements(self, cast, django_assert_max_num_queries):
        post, people = make_post(cast.alice), [make_person(f"p{n}").pk for n in range(40)]
        with django_assert_max_num_queries(5):  # with the savepoint
            notify(actor=cast.alice, verb=Verb.NOTICE, entry=post, to=people, path="/")
        assert PendingMail.objects.count() == 40

    def test_sending_costs_the_same_for_one_and_for_many(self, cast, django_assert_max_num_queries):
        for n in range(10):
            make_comment(make_post(cast.alice, f"{n}本目"), cast.bob)
        rows = outbox.hand_over(timezone.now() + timedelta(days=7))[cast.alice.pk]
        with django_assert_max_num_queries(7):
            send_mail_to(user_id=cast.alice.pk, rows=rows)


class TestAtTheMomentOfSending:
    def test_what_was_read_meanwhile_is_left_out(self, cast, as_user, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        as_user(cast.alice).post("/notifications/read/")
        run_jobs()
        assert mailoutbox == []
        assert not PendingMail.objects.exists()

    def test_what_came_after_the_reading_is_sent(self, cast, as_user, run_jobs, mailoutbox):
        post = make_post(cast.alice)
        make_comment(post, cast.bob, "先に")
        as_user(cast.alice).post("/notifications/read/")
        make_comment(post, cast.bob, "あとで")
        run_jobs()
        assert "あとで" in mailoutbox[0].body
        assert "先に" not in mailoutbox[0].body

    def test_a_member_who_was_removed_gets_nothing_of_the_community(self, cast, run_jobs, mailoutbox):
        secret = Space.objects.create(kind=Space.Kind.COMMUNITY, name="次の一手準備室")
        for person in (cast.alice, cast.bob):
            secret.memberships.create(user=person)
        make_comment(make_post(cast.alice, "来期の案", space=secret), cast.bob)
        make_comment(make_post(cast.alice, "昼ごはん"), cast.carol)
        secret.memberships.filter(user=cast.alice).delete()
        run_jobs()
        assert "昼ごはん" in mailoutbox[0].body
        assert "来期の案" not in mailoutbox[0].body + mailoutbox[0].subject + mailoutbox[0].alternatives[0][0]

    def test_who_said_no_meanwhile_or_left_gets_nothing(self, cast, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        make_comment(make_post(cast.carol), cast.bob)
        set_mail(user=cast.alice, verb=Verb.COMMENT, on=False)
        cast.carol.is_active = False
        cast.carol.save()
        run_jobs()
        assert mailoutbox == []
        outbox.purge(timezone.now())
        assert not PendingMail.objects.exists()

    def test_a_muted_thread_sends_nothing(self, cast, run_jobs, mailoutbox):
        post = make_post(cast.alice)
        set_watch(user=cast.alice, entry=post, on=False)
        make_comment(post, cast.bob)
        run_jobs()
        assert mailoutbox == []


class TestOnce:
    def test_rows_are_handed_over_once(self, cast):
        make_comment(make_post(cast.alice), cast.bob)
        later = NOON + timedelta(days=365 * 10)
        assert len(outbox.hand_over(later)) == 1
        assert outbox.hand_over(later) == {}

    def test_a_job_that_runs_again_sends_nothing(self, cast, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        run_jobs()
        send_mail_to(**jobs().get().args)
        assert len(mailoutbox) == 1

    def test_one_that_died_while_sending_is_not_repeated(self, cast, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        rows = outbox.hand_over(timezone.now() + timedelta(days=7))[cast.alice.pk]
        outbox.begin_sending(rows)
        send_mail_to(user_id=cast.alice.pk, rows=rows)
        assert mailoutbox == []

    def test_a_mail_server_that_is_away_gets_it_later(self, cast, mailoutbox, monkeypatch):
        make_comment(make_post(cast.alice), cast.bob)
        rows = outbox.hand_over(timezone.now() + timedelta(days=7))[cast.alice.pk]

        def refuse(self, messages):
            raise smtplib.SMTPServerDisconnected

        with monkeypatch.context() as away:
            away.setattr(EmailBackend, "send_messages", refuse)
            with pytest.raises(smtplib.SMTPServerDisconnected):
                send_mail_to(user_id=cast.alice.pk, rows=rows)
        send_mail_to(user_id=cast.alice.pk, rows=rows)
        assert len(mailoutbox) == 1


class TestWorkingHours:
    def test_at_night_it_waits_for_the_morning(self, cast, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        wait_since(NIGHT)
        run_jobs(now=NIGHT + timedelta(minutes=6))
        assert PendingMail.objects.get().due_at == NEXT_MORNING
        run_jobs(now=NEXT_MORNING - timedelta(minutes=1))
        assert mailoutbox == []
        run_jobs(now=NEXT_MORNING)
        assert len(mailoutbox) == 1

    def test_everybody_has_his_own_morning(self, cast, run_jobs, mailoutbox):
        cast.carol.time_zone = "America/New_York"
        cast.carol.save()
        for person in (cast.alice, cast.carol):
            make_comment(make_post(person), cast.bob)
        wait_since(NOON)
        run_jobs(now=NOON + timedelta(minutes=6))
        assert [mail.to for mail in mailoutbox] == [[cast.alice.email]]
        assert PendingMail.objects.get().due_at == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    def test_who_switches_them_off_gets_what_was_waiting(self, cast, run_jobs, mailoutbox):
        make_comment(make_post(cast.alice), cast.bob)
        wait_since(NIGHT)
        run_jobs(now=NIGHT + timedelta(minutes=6))
        times = times_of(cast.alice)
        times.is_quiet = False
        set_times(times=times)
        PendingMail.objects.update(due_at=NIGHT)
        run_jobs(now=NIGHT + timedelta(minutes=7))
        assert len(mailoutbox) == 1

    def test_a_night_of_waiting_is_one_statement(self, cast, django_assert_num_queries):
        people = [make_person(f"p{n}") for n in range(20)]
        MailTimes.objects.bulk_create(MailTimes(user=person) for person in people[:10])
        notify(actor=cast.bob, verb=Verb.NOTICE, entry=make_post(cast.bob), to=[p.pk for p in people], path="/")
        wait_since(NIGHT)
        with django_assert_num_queries(5):  # who is due, put off, hand over; the savepoint
            outbox.hand_over(NIGHT + timedelta(minutes=6))

    def test_a_reminder_of_saturday_does_not_come_on_monday(self, cast, run_jobs, mailoutbox):
        post = make_post(cast.bob, "山歩き")
        for verb in (Verb.REMINDER, Verb.EVENT):
            notify(actor=cast.bob, verb=verb, entry=post, to=[cast.alice.pk], path="/", excerpt=str(verb))
        wait_since(NIGHT)
        run_jobs(now=NIGHT + timedelta(minutes=6))
        assert [mail.to for mail in mailoutbox] == [[cast.alice.email]]
        assert PendingMail.objects.get().verb == Verb.EVENT
