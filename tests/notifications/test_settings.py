"""Where and when somebody is told: the grid, the levels of communities, threads, the times of mail."""

import pytest

from sns.notifications.actions import notify, notify_about_space
from sns.notifications.models import MailTimes, Notification, PendingMail, SpaceLevel, Verb, Watch
from sns.notifications.queries import spaces_with_levels
from sns.notifications.wishes import ALWAYS_IN_THE_BELL, Channels, channels_of, level_in, set_channels, set_level
from sns.spaces.models import Space
from sns.spaces.queries import company_space
from tests.factories import make_comment, make_post

GRID = "/settings/notifications/"


@pytest.fixture
def community(cast):
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name="現場改善ひろば", is_open=True)
    for person in (cast.alice, cast.bob):
        space.memberships.create(user=person)
    return space


class TestGrid:
    def test_each_event_has_a_box_per_channel(self, cast, as_user):
        page = as_user(cast.alice).get(GRID).text
        for verb in Verb:
            assert f'name="{verb}-bell"' in page
            assert f'name="{verb}-mail"' in page

    def test_what_is_switched_off_is_neither_a_line_nor_a_mail(self, cast, as_user):
        as_user(cast.alice).post(GRID, {"reply-bell": "on"})
        make_comment(make_post(cast.alice), cast.bob)
        assert not Notification.objects.filter(user=cast.alice).exists()
        assert not PendingMail.objects.exists()

    def test_mail_alone_is_possible(self, cast, as_user):
        as_user(cast.alice).post(GRID, {"comment-mail": "on"})
        make_comment(make_post(cast.alice), cast.bob)
        assert not Notification.objects.filter(user=cast.alice).exists()
        assert PendingMail.objects.get().user == cast.alice

    def test_what_asks_something_of_me_stays_in_the_bell(self, cast, as_user):
        as_user(cast.alice).post(GRID, {})
        assert {verb for verb, channels in channels_of(cast.alice).items() if channels.bell} == ALWAYS_IN_THE_BELL
        make_post(cast.bob, body="@alice さん、どう思いますか。")
        assert Notification.objects.filter(user=cast.alice, verb=Verb.MENTION).exists()

    def test_choices_are_shown_again(self, cast, as_user):
        set_channels(user=cast.alice, chosen={Verb.REACTION: Channels(bell=False, mail=True)})
        page = as_user(cast.alice).get(GRID).text
        assert '<input type="checkbox" name="reaction-bell">' in page
        assert '<input type="checkbox" name="reaction-mail" checked>' in page


class TestLevels:
    def test_everything_new_is_told_to_who_follows_closely(self, cast, community):
        set_level(actor=cast.bob, space=community, level="all")
        make_post(cast.alice, "新しい棚", space=community)
        assert list(Notification.objects.values_list("user__handle", "verb")) == [("bob", "entry")]
        assert not PendingMail.objects.exists()

    def test_who_is_mentioned_hears_that_and_not_the_news(self, cast, community):
        set_level(actor=cast.bob, space=community, level="all")
        make_post(cast.alice, "新しい棚", "@bob 見てください", space=community)
        assert Notification.objects.get().verb == Verb.MENTION

    def test_a_muted_community_is_quiet_but_for_mentions_and_duties(self, cast, community):
        set_level(actor=cast.alice, space=community, level="muted")
        post = make_post(cast.alice, "新しい棚", space=community)
        make_comment(post, cast.bob)
        assert not Notification.objects.exists()
        make_comment(post, cast.bob, "@alice さん")
        tell = {"actor": cast.bob, "to": [cast.alice.pk], "path": "/"}
        notify(verb=Verb.NOTICE, entry=make_post(cast.bob, space=community), **tell)
        notify_about_space(verb=Verb.JOIN_REQUEST, space=community, **tell)
        assert set(Notification.objects.values_list("verb", flat=True)) == {"mention", "notice", "join_request"}
        assert notify_about_space(verb=Verb.WELCOME, space=community, **tell) == []

    def test_who_has_been_removed_hears_no_news_whatever_his_level(self, cast, community):
        Space.objects.filter(pk=community.pk).update(is_open=False)
        community.refresh_from_db()
        set_level(actor=cast.bob, space=community, level="all")
        community.memberships.filter(user=cast.bob).delete()
        make_post(cast.alice, "内緒の相談", space=community)
        assert not Notification.objects.exists()
        assert community not in [space for space, _level in spaces_with_levels(cast.bob)]

    def test_the_page_of_a_community_changes_it_and_comes_back(self, cast, community, as_user):
        answer = as_user(cast.bob).post(f"/spaces/{community.pk}/level/", {"level": "muted", "next": "/communities/"})
        assert answer.url == "/communities/"
        assert level_in(cast.bob, community.pk) == "muted"

    def test_a_foreign_address_is_no_way_back(self, cast, community, as_user):
        sent = {"level": "all", "next": "https://evil.example/"}
        assert "evil" not in as_user(cast.bob).post(f"/spaces/{community.pk}/level/", sent).url

    @pytest.mark.parametrize("level", ["", "loud"])
    def test_an_unknown_level_is_refused(self, cast, community, as_user, level):
        assert as_user(cast.bob).post(f"/spaces/{community.pk}/level/", {"level": level}).status_code == 404
        assert not SpaceLevel.objects.exists()

    def test_all_of_mine_are_on_one_page(self, cast, community, as_user, django_assert_max_num_queries):
        client = as_user(cast.alice)
        with django_assert_max_num_queries(10):
            page = client.get("/settings/notifications/communities/").text
        assert f'name="space-{community.pk}"' in page
        assert f'name="space-{cast.unit.space.pk}"' in page
        wishes = {f"space-{community.pk}": "all", f"space-{company_space().pk}": "mine"}
        client.post("/settings/notifications/communities/", wishes | {f"space-{cast.other_unit.space.pk}": "all"})
        assert set(SpaceLevel.objects.values_list("space_id", "level")) == {
            (community.pk, "all"),
            (company_space().pk, "mine"),
        }


class TestThreads:
    def test_followed_and_muted_ones_are_listed_apart(self, cast, as_user):
        followed, muted = make_post(cast.alice, "続きが気になる話"), make_post(cast.bob, "静かにしたい話")
        client = as_user(cast.alice)
        client.post(f"/settings/notifications/threads/{muted.pk}/", {"state": "muted"})
        page, quiet = client.get(GRID + "threads/").text, client.get(GRID + "threads/?show=muted").text
        assert (followed.title in page, muted.title in page) == (True, False)
        assert (followed.title in quiet, muted.title in quiet) == (False, True)

    def test_a_thread_can_be_let_go(self, cast, as_user):
        post = make_post(cast.alice)
        as_user(cast.alice).post(f"/settings/notifications/threads/{post.pk}/", {"state": "off"})
        assert not Watch.objects.filter(user=cast.alice).exists()

    def test_one_that_i_may_no_longer_read_is_not_named(self, cast, as_user):
        make_comment(make_post(cast.bob, "部門の内緒話", space=cast.unit.space), cast.alice)
        cast.unit.space.memberships.filter(user=cast.alice).delete()
        assert "部門の内緒話" not in as_user(cast.alice).get(GRID + "threads/").text

    def test_the_list_takes_few_queries_and_pages(self, cast, as_user, django_assert_max_num_queries):
        for n in range(32):
            make_post(cast.alice, f"{n}本目")
        client = as_user(cast.alice)
        with django_assert_max_num_queries(10):
            page = client.get(GRID + "threads/").text
        assert page.count('value="off"') == 30
        link = page.split('hx-get="?')[1].split('"')[0]
        more = client.get(f"{GRID}threads/?{link}", headers={"HX-Request": "true"}).text
        assert (more.count('value="off"'), "<html" in more) == (2, False)


class TestTimes:
    SENT = {
        "digest": "daily", "digest_hour": "7", "digest_weekday": "2", "is_quiet": "on", "days": ["0", "5"],
        "begin": "22:00", "end": "06:30",
    }  # fmt: skip

    def test_they_are_kept(self, cast, as_user):
        as_user(cast.alice).post(GRID + "times/", self.SENT)
        times = MailTimes.objects.get(user=cast.alice)
        assert (times.digest, times.digest_hour, times.days) == ("daily", 7, [0, 5])
        assert (str(times.begin), str(times.end)) == ("22:00:00", "06:30:00")

    @pytest.mark.parametrize(
        ("field", "value"),
        [("days", []), ("begin", "99:00"), ("digest_hour", "24"), ("digest", "hourly"), ("days", ["7"])],
    )
    def test_nonsense_is_refused_beside_its_field(self, cast, as_user, field, value):
        answer = as_user(cast.alice).post(GRID + "times/", self.SENT | {field: value})
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
        assert not MailTimes.objects.exists()

    def test_at_any_time_needs_no_days(self, cast, as_user):
        sent = {key: value for key, value in self.SENT.items() if key not in ("is_quiet", "days")}
        assert as_user(cast.alice).post(GRID + "times/", sent).status_code == 302
