"""The pages of notices: writing, reading, confirming, who has confirmed; and the strip of the home page."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.actions.notices import confirm
from communities.models import Confirmation, Notice
from communities.models.notice import company_today
from sns.spaces.queries import company_space
from tests.blogs.pages import fields
from tests.communities.groups import make_group
from tests.communities.notices import make_notice
from tests.factories import make_person

TITLE = "年末の停電"


def form_of(cast, **changes):
    today = company_today()
    days = {"confirm_by": str(today + timedelta(days=3)), "expires_on": str(today + timedelta(days=20))}
    base = {"title": TITLE, "body": "終日停電します。", "submission": str(uuid.uuid4()), **days}
    return base | {"space": str(company_space().pk)} | changes


class TestWriting:
    def test_a_notice_comes_out_once_for_a_double_click(self, cast, as_user):
        client, form = as_user(cast.erin), form_of(cast)
        answers = [client.post("/notices/new/", form) for _ in range(2)]
        notice = Notice.objects.get()
        assert {answer["Location"] for answer in answers} == {f"/notices/{notice.pk}/"}

    def test_who_may_write_for_nobody_has_no_page(self, cast, as_user):
        assert as_user(cast.alice).get("/notices/new/").status_code == 403
        assert as_user(cast.alice).post("/notices/new/", form_of(cast)).status_code in (403, 422)
        assert not Notice.objects.exists()
        assert "/notices/new/" not in as_user(cast.alice).get("/notices/").text

    def test_only_ones_own_spaces_are_taken(self, cast, as_user):
        answer = as_user(cast.erin).post("/notices/new/", form_of(cast, space=str(cast.unit.space.pk)))
        assert answer.status_code == 422
        assert not Notice.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"confirm_by": ""},
            {"confirm_by": "2020-01-01"},
            {"confirm_by": "0001-01-01"},
            {"expires_on": "9999-12-31"},
            {"expires_on": "x"},
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(self, cast, as_user, wrong):
        answer = as_user(cast.erin).post("/notices/new/", form_of(cast, **wrong))
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
        assert "終日停電します。" in answer.text

    def test_it_is_valid_at_least_until_it_is_confirmed(self, cast, as_user):
        today = company_today()
        form = form_of(cast, confirm_by=str(today + timedelta(days=9)), expires_on=str(today + timedelta(days=8)))
        assert as_user(cast.erin).post("/notices/new/", form).status_code == 422

    def test_changing_it_keeps_confirmations_and_notices_another_editor(self, cast, as_user):
        notice = make_notice(cast.erin)
        confirm(actor=cast.bob, notice=notice)
        client = as_user(cast.erin)
        form = fields(client.get(f"/notices/{notice.pk}/edit/")) | {"body": "夕方までになりました。"}
        assert client.post(f"/notices/{notice.pk}/edit/", form).status_code == 302
        assert Confirmation.objects.count() == 1
        assert client.post(f"/notices/{notice.pk}/edit/", form | {"body": "別の文"}).status_code == 409
        assert Notice.objects.get().body == "夕方までになりました。"
        assert as_user(cast.frank).get(f"/notices/{notice.pk}/edit/").status_code == 403


class TestReading:
    def test_pressing_the_button_confirms(self, cast, as_user):
        notice = make_notice(cast.erin)
        client = as_user(cast.bob)
        assert f'action="/notices/{notice.pk}/confirmation/"' in client.get(f"/notices/{notice.pk}/").text
        for _ in range(2):
            client.post(f"/notices/{notice.pk}/confirmation/")
        assert Confirmation.objects.get().user == cast.bob
        assert f'action="/notices/{notice.pk}/confirmation/"' not in client.get(f"/notices/{notice.pk}/").text

    def test_an_expired_one_asks_no_more(self, cast, as_user):
        notice = make_notice(cast.erin)
        Notice.objects.update(confirm_by=company_today() - timedelta(days=9), expires_on=company_today() - timedelta(1))
        assert "/confirmation/" not in as_user(cast.bob).get(f"/notices/{notice.pk}/").text

    def test_readers_do_not_see_who_has_confirmed(self, cast, as_user):
        notice = make_notice(cast.erin)
        assert "/readers/" not in as_user(cast.bob).get(f"/notices/{notice.pk}/").text
        assert as_user(cast.bob).get(f"/notices/{notice.pk}/readers/").status_code == 403
        assert as_user(cast.bob).post(f"/notices/{notice.pk}/reminder/").status_code == 403

    def test_the_author_sees_both_lists_and_reminds(self, cast, as_user):
        notice = make_notice(cast.erin)
        confirm(actor=cast.bob, notice=notice)
        client = as_user(cast.erin)
        waiting, done = (client.get(f"/notices/{notice.pk}/readers/?show={s}").text for s in ("waiting", "confirmed"))
        assert cast.alice.name in waiting
        assert cast.bob.name not in waiting
        assert cast.bob.name in done
        assert "1 / 4" in waiting
        client.post(f"/notices/{notice.pk}/reminder/")
        assert "/reminder/" not in client.get(f"/notices/{notice.pk}/readers/").text

    def test_a_long_list_goes_page_by_page_and_names_everybody_once(self, cast, as_user, django_assert_max_num_queries):
        people = [
            make_person(f"p{n}", cast.unit if n % 2 else cast.other_unit, reading=f"あ{n % 7}") for n in range(130)
        ]
        notice = make_notice(cast.erin)
        client, path, seen, pages = as_user(cast.erin), "?show=waiting", [], 0
        while path:
            with django_assert_max_num_queries(10):
                text = client.get(f"/notices/{notice.pk}/readers/{path}").text
            seen += [part.split('/"')[0] for part in text.split('class="plain name" href="/people/')[1:]]
            more = text.split('hx-get="?')
            path = "?" + more[1].split('"')[0].replace("&amp;", "&") if len(more) > 1 else ""
            pages += 1
        assert pages == 3
        assert len(seen) == len(set(seen)) == len(people) + 4

    @pytest.mark.parametrize("path", ["/notices/", "{}", "{}readers/"])
    def test_few_queries(self, cast, as_user, path, django_assert_max_num_queries):
        notices = [make_notice(cast.erin, f"{n}件目") for n in range(25)]
        client = as_user(cast.erin if "readers" in path else cast.bob)
        budget = 10 if path == "/notices/" else 16
        with django_assert_max_num_queries(budget):
            answer = client.get(path.format(f"/notices/{notices[0].pk}/"))
        assert answer.status_code == 200


class TestTheStrip:
    def test_the_home_page_names_the_most_urgent_and_how_many_more(self, cast, as_user):
        make_notice(cast.erin, "あとでよい")
        make_notice(cast.erin, "急ぎの件", days=1)
        page = as_user(cast.bob).get("/").text
        assert 'class="notice-strip"' in page
        assert "急ぎの件" in page
        assert "あとでよい" not in page.split("notice-strip")[1].split("</aside>")[0]
        confirm(actor=cast.bob, notice=Notice.objects.get(title="急ぎの件"))
        confirm(actor=cast.bob, notice=Notice.objects.get(title="あとでよい"))
        assert "notice-strip" not in as_user(cast.bob).get("/").text

    def test_it_takes_no_query_more(self, cast, as_user):
        client = as_user(cast.bob)
        client.get("/")
        with CaptureQueriesContext(connection) as before:
            client.get("/")
        make_notice(cast.erin)
        with CaptureQueriesContext(connection) as after:
            client.get("/")
        assert len(after) == len(before)


class TestSecrets:
    def test_a_notice_of_a_secret_community_is_nowhere_for_others(self, cast, as_user):
        group = make_group(cast.alice, name="次の一手", access="secret", members=[cast.bob])
        notice = make_notice(cast.alice, "極秘のお知らせ", space=group.space)
        path = f"/notices/{notice.pk}/"
        for outsider in (cast.carol, cast.erin, cast.frank):
            client = as_user(outsider)
            assert [client.get(path).status_code, client.get(f"{path}readers/").status_code] == [404, 404]
            assert client.post(f"{path}confirmation/").status_code == 404
            assert client.post(f"{path}reminder/").status_code == 404
            for page in ("/", "/notices/", "/notifications/", "/people/alice/"):
                text = client.get(page).text
                assert "極秘" not in text, (outsider, page)
                assert "次の一手" not in text, (outsider, page)
        assert "極秘" in as_user(cast.bob).get("/notices/").text

    def test_it_cannot_be_written_for_by_outsiders(self, cast, as_user):
        group = make_group(cast.alice, name="次の一手", access="secret")
        assert "次の一手" not in as_user(cast.erin).get(f"/notices/new/?space={group.pk}").text
        answer = as_user(cast.erin).post("/notices/new/", form_of(cast, space=str(group.pk)))
        assert answer.status_code == 422
        assert not Notice.objects.exists()
