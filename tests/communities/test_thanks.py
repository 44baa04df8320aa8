"""Thanks: to whom, who reads them, how many a month."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from communities.actions.thanks import QuotaReached, give_private_thanks, month_of, put_away, thanks_left
from communities.models import PrivateThank, Thank
from communities.queries.thanks import private_page, teams_for, thanks_on_profile, thanks_page, with_thanks
from sns.entries.models import Entry
from sns.notifications.models import Notification, Verb
from sns.people.models import User
from sns.publishing import withdraw
from sns.spaces.queries import company_space
from tests.communities.groups import make_group
from tests.communities.thanks import make_thank
from tests.factories import make_company, make_person


def on_profile(reader, person):
    found = with_thanks(User.objects.filter(pk=person.pk), reader).get()
    return [(mention.pk, mention.is_private) for mention in thanks_on_profile(found)]


class TestToAPerson:
    def test_the_receiver_is_told_and_everybody_may_read_it(self, cast):
        thank = make_thank(cast.alice, receiver=cast.bob)
        line = Notification.objects.get(user=cast.bob)
        assert (line.verb, line.path) == (Verb.THANKS, f"/thanks/{thank.pk}/")
        assert list(Thank.objects.visible_to(cast.carol)) == [thank]
        assert on_profile(cast.carol, cast.bob) == [(thank.pk, False)]

    def test_not_to_oneself_and_not_to_who_has_left(self, cast):
        for receiver in (cast.alice, cast.dave):
            with pytest.raises(PermissionDenied):
                make_thank(cast.alice, receiver=receiver)
            with pytest.raises(PermissionDenied):
                give_private_thanks(actor=cast.alice, receiver=receiver, note="ありがとう")
        assert not Notification.objects.exists()

    def test_public_thanks_to_a_person_are_not_hidden_in_a_space(self, cast):
        with pytest.raises(PermissionDenied):
            make_thank(cast.alice, receiver=cast.bob, space=cast.unit.space)


class TestToATeam:
    def test_a_unit_before_the_company_or_among_its_people(self, cast):
        make_thank(cast.carol, team=cast.unit.space)
        assert set(Notification.objects.values_list("user__handle", flat=True)) == {"alice", "bob"}
        inside = make_thank(cast.alice, team=cast.unit.space, space=cast.unit.space)
        assert inside not in Thank.objects.visible_to(cast.carol)
        with pytest.raises(PermissionDenied):
            make_thank(cast.carol, team=cast.unit.space, space=cast.unit.space)

    def test_a_community_in_its_own_space_alone(self, cast):
        group = make_group(cast.alice, members=[cast.bob])
        with pytest.raises(PermissionDenied):
            make_thank(cast.carol, team=group.space, space=company_space())
        thank = make_thank(cast.carol, team=group.space, space=group.space)
        assert thank in thanks_page(cast.bob, "received", None, 9)
        assert thank not in thanks_page(cast.erin, "received", None, 9)

    @pytest.mark.parametrize("access", ["closed", "secret"])
    def test_a_community_one_may_not_read_cannot_be_chosen(self, cast, access):
        group = make_group(cast.alice, access=access, members=[cast.bob])
        assert group.space not in teams_for(cast.carol)
        assert group.space in teams_for(cast.bob)
        for space in (group.space, company_space()):
            with pytest.raises(PermissionDenied):
                make_thank(cast.carol, team=group.space, space=space)


class TestPrivately:
    def give(self, cast, **fields):
        return give_private_thanks(actor=cast.alice, receiver=cast.bob, note="内緒のありがとう", **fields)

    def test_only_the_two_see_it(self, cast):
        thank = self.give(cast)
        seen = [p.handle for p in (cast.alice, cast.bob, cast.carol, cast.erin, cast.frank) if private_page(p, None, 9)]
        assert seen == ["alice", "bob"]
        assert on_profile(cast.bob, cast.bob) == [(thank.pk, True)]
        assert on_profile(cast.alice, cast.bob) == []
        assert on_profile(cast.frank, cast.bob) == []

    def test_it_is_no_entry_so_no_feed_search_or_administration_has_it(self, cast, as_user):
        self.give(cast)
        assert not Entry.objects.exists()
        pages = [
            "/",
            "/all/",
            "/unit/",
            "/people/bob/",
            "/blogs/",
            "/thanks/",
            "/thanks/?show=received",
            "/thanks/?show=sent",
        ]
        for reader in (cast.carol, cast.frank):
            for path in [*pages, "/thanks/?show=private"]:
                assert "内緒のありがとう" not in as_user(reader).get(path).text, path

    def test_the_receiver_alone_is_told(self, cast):
        self.give(cast)
        line = Notification.objects.get()
        assert (line.user, line.verb, line.excerpt) == (cast.bob, Verb.THANKS, "内緒のありがとう")

    def test_the_receiver_can_put_it_away_and_the_bell_forgets_it(self, cast):
        thank = self.give(cast)
        with pytest.raises(PermissionDenied):
            put_away(actor=cast.alice, thank=thank)
        put_away(actor=cast.bob, thank=thank)
        assert private_page(cast.bob, None, 9) == []
        assert on_profile(cast.bob, cast.bob) == []
        assert private_page(cast.alice, None, 9) == [thank]
        assert not Notification.objects.exists()


class TestTheMonth:
    def test_so_many_and_no_more(self, cast, settings):
        settings.THANKS_PER_MONTH = 3
        make_thank(cast.alice, receiver=cast.bob)
        give_private_thanks(actor=cast.alice, receiver=cast.carol, note="ありがとう")
        withdraw(actor=cast.alice, entry=make_thank(cast.alice, receiver=cast.erin))
        assert thanks_left(cast.alice) == 0
        assert thanks_left(cast.bob) == 3
        with pytest.raises(QuotaReached):
            make_thank(cast.alice, receiver=cast.bob)
        with pytest.raises(QuotaReached):
            give_private_thanks(actor=cast.alice, receiver=cast.bob, note="もうひとつ")
        assert (Thank.objects.count(), PrivateThank.objects.count()) == (2, 1)

    def test_a_new_month_brings_new_ones(self, cast, settings):
        settings.THANKS_PER_MONTH = 1
        make_thank(cast.alice, receiver=cast.bob, at=month_of()[0] - timedelta(minutes=1))
        assert thanks_left(cast.alice) == 1
        make_thank(cast.alice, receiver=cast.bob, at=month_of()[0])
        assert thanks_left(cast.alice) == 0

    def test_the_month_is_the_companys(self):
        in_utc = datetime.fromisoformat("2026-10-31T15:30:00+00:00")  # the 1st of November in Japan
        assert month_of(in_utc)[0] == datetime.fromisoformat("2026-11-01T00:00:00+09:00")


@pytest.mark.django_db(transaction=True)
def test_two_forms_at_the_same_instant_do_not_both_get_the_last_one(settings):
    settings.THANKS_PER_MONTH = 3
    make_company()
    alice, bob = make_person("alice"), make_person("bob")

    def give(_n):
        try:
            make_thank(alice, receiver=bob)
        except QuotaReached:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(give, range(6))) == 3


class TestTheForm:
    def post(self, client, **fields):
        form = {"note": "助かりました。", "audience": "everybody", "submission": str(uuid.uuid4())}
        return client.post("/thanks/new/", form | fields)

    def test_a_name_is_enough(self, cast, as_user):
        answer = self.post(as_user(cast.alice), to="坂東")
        assert answer.status_code == 302
        assert Thank.objects.get().receiver == cast.bob

    def test_an_unclear_name_asks_whom_one_means_and_keeps_the_words(self, cast, as_user):
        make_person("bando2", cast.unit, name="坂東 玉子", reading="ばんどう たまこ")
        answer = self.post(as_user(cast.alice), to="坂東")
        assert answer.status_code == 422
        assert 'value="bando2"' in answer.text
        assert "助かりました。" in answer.text
        assert self.post(as_user(cast.alice), to="坂東", person="bando2").status_code == 302
        assert Thank.objects.get().receiver.handle == "bando2"

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"to": "だれもいない"},
            {"person": "alice"},
            {"person": "dave"},
            {"person": "bob", "note": "  "},
            {"person": "bob", "note": "あ" * 301},
            {"person": "bob", "audience": "team"},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_given(self, cast, as_user, fields):
        answer = self.post(as_user(cast.alice), **fields)
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
        assert not Thank.objects.exists()

    def test_at_the_limit_the_words_are_kept(self, cast, as_user, settings):
        settings.THANKS_PER_MONTH = 1
        make_thank(cast.alice, receiver=cast.bob)
        answer = self.post(as_user(cast.alice), person="carol", note="鍵をありがとう。")
        assert answer.status_code == 422
        assert "鍵をありがとう。" in answer.text
        assert Thank.objects.count() == 1

    def test_a_double_click_thanks_once(self, cast, as_user):
        number = str(uuid.uuid4())
        for audience in ("everybody", "private"):
            number = str(uuid.uuid4())
            answers = [
                self.post(as_user(cast.alice), person="bob", audience=audience, submission=number) for _ in range(2)
            ]
            assert answers[0]["Location"] == answers[1]["Location"]
        assert (Thank.objects.count(), PrivateThank.objects.count()) == (1, 1)

    def test_thanks_to_a_community_stay_there_whatever_was_chosen(self, cast, as_user):
        group = make_group(cast.alice, access="secret", members=[cast.bob])
        self.post(as_user(cast.alice), team=str(group.pk))
        assert Thank.objects.get().space_id == group.pk
        assert "夕方の勉強会" not in as_user(cast.carol).get("/thanks/").text

    def test_a_secret_community_is_no_choice_for_outsiders(self, cast, as_user):
        group = make_group(cast.alice, name="次の一手", access="secret")
        client = as_user(cast.carol)
        assert "次の一手" not in client.get("/thanks/new/").text
        answer = self.post(client, team=str(group.pk))
        assert answer.status_code == 422
        assert "次の一手" not in answer.text
        assert not Thank.objects.exists()


def test_the_lists_take_few_queries(cast, as_user, django_assert_max_num_queries):
    for n in range(22):
        make_thank(make_person(f"p{n}", cast.unit), receiver=cast.bob)
        give_private_thanks(
            actor=cast.carol, receiver=cast.bob, note="ありがとう", at=timezone.now() - timedelta(days=40 * n)
        )
    client = as_user(cast.bob)
    for path in ("/thanks/", "/thanks/?show=received", "/thanks/?show=private", "/thanks/new/", "/people/bob/"):
        with django_assert_max_num_queries(10):
            answer = client.get(path)
        assert answer.status_code == 200
    text = client.get("/thanks/").text
    more = "?" + text.split('hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/thanks/{more}", headers={"HX-Request": "true"}).text.count("<article") == 2
