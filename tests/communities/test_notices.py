"""Notices: who may write them, whom they ask, how they are confirmed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from communities.actions.notices import confirm, remind, remind_due, remind_in_the_morning
from communities.models import Confirmation, Notice
from communities.models.notice import company_today
from communities.permissions import can_notify
from communities.queries.notices import audience, standing, unconfirmed, waiting_notices
from communities.telling import tell_of_notice
from sns.notifications.models import Notification, Verb
from sns.people.actions import give_role, post_to_unit
from sns.people.models import RoleTerm, User
from sns.spaces.actions import ensure_personal_space, sync_unit_spaces
from sns.spaces.models import SpaceMember
from sns.spaces.queries import company_space
from tests.communities.groups import make_group
from tests.communities.notices import make_notice
from tests.factories import make_person, make_unit


def again(user) -> User:
    """The person as the next request knows him."""
    return User.objects.get(pk=user.pk)


class TestWhoMayWrite:
    def test_the_company_is_asked_by_executives_and_administrators_only(self, cast):
        may = [p.handle for p in (cast.alice, cast.erin, cast.frank) if can_notify(p, company_space())]
        assert may == ["erin", "frank"]

    def test_a_unit_is_asked_by_its_leader_and_by_the_leader_of_a_unit_above(self, cast):
        above = make_unit("本部")
        below = make_unit("一課", parent=above)
        sam, tim = make_person("sam", above), make_person("tim", below)
        post_to_unit(actor=None, user=sam, unit=below, primary=False)
        sync_unit_spaces()
        give_role(actor=None, user=sam, role=RoleTerm.Role.LEADER, unit=above)
        give_role(actor=None, user=tim, role=RoleTerm.Role.LEADER, unit=below)
        sam, tim = again(sam), again(tim)
        assert can_notify(sam, above.space)
        assert can_notify(sam, below.space)
        assert can_notify(tim, below.space)
        assert not can_notify(tim, above.space)

    def test_a_role_elsewhere_or_a_mere_posting_is_not_enough(self, cast):
        give_role(actor=None, user=cast.carol, role=RoleTerm.Role.LEADER, unit=cast.other_unit)
        assert not can_notify(again(cast.carol), cast.unit.space)
        assert not can_notify(again(cast.alice), cast.unit.space)

    def test_an_executive_does_not_write_where_he_could_not_read(self, cast):
        assert not can_notify(cast.erin, cast.unit.space)

    def test_a_role_that_has_ended_counts_no_more(self, cast):
        since, until = (company_today() - timedelta(days=n) for n in (9, 1))
        RoleTerm.objects.create(user=cast.alice, role="leader", unit=cast.unit, since=since, until=until)
        assert not can_notify(again(cast.alice), cast.unit.space)

    def test_a_community_is_asked_by_its_owner_and_moderators(self, cast):
        group = make_group(cast.alice, members=[cast.bob, cast.carol])
        SpaceMember.objects.filter(user=cast.bob, space=group.space).update(role="moderator")
        may = [p.handle for p in (cast.alice, cast.bob, cast.carol, cast.frank) if can_notify(again(p), group.space)]
        assert may == ["alice", "bob"]

    def test_an_archived_community_asks_nobody(self, cast):
        group = make_group(cast.alice)
        group.space.is_archived = True
        assert not can_notify(cast.alice, group.space)

    def test_a_personal_space_never(self, cast):
        assert not can_notify(cast.erin, ensure_personal_space(user=cast.erin))

    def test_the_action_itself_refuses(self, cast):
        with pytest.raises(PermissionDenied):
            make_notice(cast.alice)
        assert not Notice.objects.exists()


class TestWhomItAsks:
    def test_everybody_in_the_company_but_the_author_and_who_has_left(self, cast):
        notice = make_notice(cast.erin)
        assert {p.handle for p in audience(notice)} == {"alice", "bob", "carol", "frank"}

    def test_an_open_community_asks_its_members_not_all_its_readers(self, cast):
        group = make_group(cast.alice, members=[cast.bob])
        notice = make_notice(cast.alice, space=group.space)
        assert {p.handle for p in audience(notice)} == {"bob"}
        assert waiting_notices(cast.carol) == []
        with pytest.raises(PermissionDenied):
            confirm(actor=cast.carol, notice=notice)

    def test_who_comes_later_is_asked_and_who_moves_away_no_more(self, cast):
        give_role(actor=None, user=cast.alice, role=RoleTerm.Role.LEADER, unit=cast.unit)
        notice = make_notice(again(cast.alice), space=cast.unit.space)
        confirm(actor=cast.bob, notice=notice)
        assert standing(notice) == (1, 1)
        newcomer = make_person("nora", cast.unit)
        assert [w.pk for w in waiting_notices(newcomer)] == [notice.pk]
        assert standing(notice) == (1, 2)
        SpaceMember.objects.filter(user=cast.bob, space=cast.unit.space).delete()
        assert standing(notice) == (0, 1)

    def test_it_waits_until_it_expires(self, cast):
        notice = make_notice(cast.erin)
        assert [w.title for w in waiting_notices(cast.bob)] == [notice.title]
        Notice.objects.update(confirm_by=company_today() - timedelta(days=3), expires_on=company_today())
        assert waiting_notices(cast.bob)
        Notice.objects.update(expires_on=company_today() - timedelta(days=1))
        assert waiting_notices(cast.bob) == []

    def test_the_most_urgent_comes_first(self, cast):
        late, soon = make_notice(cast.erin, "あとで", days=9), make_notice(cast.erin, "すぐ", days=2)
        assert [w.pk for w in waiting_notices(cast.bob)] == [soon.pk, late.pk]


class TestConfirming:
    def test_once_is_enough_and_twice_is_once(self, cast):
        notice = make_notice(cast.erin)
        tell_of_notice(notice_id=notice.pk)
        for _ in range(2):
            confirm(actor=cast.bob, notice=notice)
        assert Confirmation.objects.count() == 1
        assert waiting_notices(cast.bob) == []
        assert not Notification.objects.filter(user=cast.bob, read_at=None).exists()
        assert Notification.objects.filter(user=cast.carol, read_at=None, verb=Verb.NOTICE).exists()

    def test_the_author_need_not(self, cast):
        with pytest.raises(PermissionDenied):
            confirm(actor=cast.erin, notice=make_notice(cast.erin))

    def test_a_withdrawn_notice_tells_nobody(self, cast):
        notice = make_notice(cast.erin)
        Notice.objects.update(withdrawn_at=notice.published_at)
        tell_of_notice(notice_id=notice.pk)
        assert not Notification.objects.exists()


class TestReminding:
    def test_only_those_who_have_not_confirmed_and_once_a_day(self, cast):
        notice = make_notice(cast.erin)
        confirm(actor=cast.bob, notice=notice)
        assert remind(actor=cast.erin, notice=notice) == 3
        told = set(Notification.objects.filter(verb=Verb.REMINDER).values_list("user__handle", flat=True))
        assert told == {"alice", "carol", "frank"}
        assert remind(actor=cast.erin, notice=notice) is None
        assert remind(actor=cast.erin, notice=notice, today=company_today() + timedelta(days=1)) == 3

    def test_it_is_for_the_author_and_who_could_have_written_it(self, cast):
        notice = make_notice(cast.erin)
        with pytest.raises(PermissionDenied):
            remind(actor=cast.bob, notice=notice)
        assert remind(actor=cast.frank, notice=notice) == 4

    def test_by_itself_the_day_before_and_not_again(self, cast):
        notice = make_notice(cast.erin, days=5)
        eve = notice.confirm_by - timedelta(days=1)
        assert remind_due(today=eve - timedelta(days=1)) == 0
        assert remind_due(today=eve) == 4
        assert remind_due(today=eve) == 0
        assert remind_due(today=notice.confirm_by) == 0

    def test_a_day_late_when_the_jobs_were_down_but_never_on_the_first_day(self, cast):
        late, new = make_notice(cast.erin, days=5), make_notice(cast.erin, days=1)
        assert remind_due(today=company_today()) == 0
        assert remind_due(today=late.confirm_by) == 4
        assert Notice.objects.get(pk=new.pk).reminded_on is None

    def test_the_job_waits_for_the_morning_of_the_company(self, cast):
        notice = make_notice(cast.erin, days=5)
        eve = datetime.combine(notice.confirm_by - timedelta(days=1), time(8, 59), ZoneInfo("Asia/Tokyo"))
        assert remind_in_the_morning(now=eve) == 0
        assert remind_in_the_morning(now=eve + timedelta(minutes=1)) == 4

    def test_an_expired_one_reminds_nobody(self, cast):
        notice = make_notice(cast.erin)
        after = notice.expires_on + timedelta(days=1)
        assert remind(actor=cast.erin, notice=notice, today=after) is None
        assert unconfirmed(notice).count() == 4
