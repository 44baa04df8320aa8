"""The pages of polls: asking, voting, results, and what outsiders of a secret community never see."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from communities.actions.polls import close_poll, vote
from communities.models import Poll
from tests.blogs.pages import fields
from tests.communities.groups import make_group
from tests.communities.polls import counts, ids, make_poll
from tests.factories import make_person


@pytest.fixture
def group(cast):
    return make_group(cast.alice, members=[cast.bob])


def form_of(**changes):
    base = {
        "title": "何曜日にしますか",
        "options": "月曜\n水曜\n\n金曜",
        "choose": "one",
        "names": "named",
        "shown": "voted",
    }
    return base | {"submission": str(uuid.uuid4())} | changes


class TestAsking:
    def test_a_poll_comes_out_once_for_a_double_click(self, cast, group, as_user):
        client, form = as_user(cast.bob), form_of()
        answers = [client.post(f"/communities/{group.pk}/polls/new/", form) for _ in range(2)]
        poll = Poll.objects.get()
        assert {answer["Location"] for answer in answers} == {f"/polls/{poll.pk}/"}
        assert [str(option) for option in poll.options.all()] == ["月曜", "水曜", "金曜"]

    def test_the_end_is_in_the_authors_time_zone(self, cast, group, as_user):
        cast.bob.time_zone = "America/New_York"
        cast.bob.save()
        day = timezone.localdate() + timedelta(days=9)
        form = form_of(closes_date=str(day), closes_time="18:00")
        as_user(cast.bob).post(f"/communities/{group.pk}/polls/new/", form)
        end = Poll.objects.get().closes_at
        assert end.hour in (22, 23)  # UTC, in summer or winter
        assert end.date() == day

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"options": ""},
            {"options": "ひとつだけ"},
            {"options": "\n".join(str(n) for n in range(21))},
            {"options": "同じ\n同じ"},
            {"options": "あ" * 201 + "\nい"},
            {"closes_date": "2020-01-01"},
            {"closes_date": "0001-01-01", "closes_time": "00:00"},
            {"closes_time": "18:00"},
            {"names": "x"},
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(self, cast, group, as_user, wrong):
        answer = as_user(cast.bob).post(f"/communities/{group.pk}/polls/new/", form_of(body="説明です", **wrong))
        assert answer.status_code == 422
        assert 'class="errors"' in answer.text
        assert "説明です" in answer.text
        assert not Poll.objects.exists()

    def test_an_anonymous_poll_is_shown_at_the_end_whatever_was_chosen(self, cast, group, as_user):
        as_user(cast.bob).post(f"/communities/{group.pk}/polls/new/", form_of(names="anonymous", shown="voted"))
        assert Poll.objects.get().shown == Poll.Shown.CLOSED

    def test_after_the_first_vote_the_question_stays_and_the_reason_is_said(self, cast, group, as_user):
        poll = make_poll(cast.bob, group)
        client = as_user(cast.bob)
        form = fields(client.get(f"/polls/{poll.pk}/edit/"), "form.poll-form")
        vote(actor=cast.alice, poll=poll, options=ids(poll)[:1])
        assert "readonly" in client.get(f"/polls/{poll.pk}/edit/").text
        answer = client.post(f"/polls/{poll.pk}/edit/", form | {"title": "別の問い"})
        assert answer.status_code == 422
        assert "別の問い" in answer.text
        assert client.post(f"/polls/{poll.pk}/edit/", form | {"body": "18時からです"}).status_code == 302
        assert counts(poll) == [1, 0, 0]

    def test_nor_does_an_older_question_come_back_once_somebody_has_voted(self, cast, group, as_user):
        poll = make_poll(cast.bob, group)
        client = as_user(cast.bob)
        form = fields(client.get(f"/polls/{poll.pk}/edit/"), "form.poll-form") | {"title": "何時にしますか"}
        client.post(f"/polls/{poll.pk}/edit/", form)
        vote(actor=cast.alice, poll=poll, options=ids(Poll.objects.get())[:1])
        assert client.post(f"/entries/{poll.pk}/revisions/1/restore/").status_code == 403
        assert Poll.objects.get().title == "何時にしますか"

    def test_two_editors(self, cast, group, as_user):
        poll = make_poll(cast.bob, group)
        client = as_user(cast.bob)
        form = fields(client.get(f"/polls/{poll.pk}/edit/"), "form.poll-form")
        assert client.post(f"/polls/{poll.pk}/edit/", form | {"body": "一"}).status_code == 302
        assert client.post(f"/polls/{poll.pk}/edit/", form | {"body": "二"}).status_code == 409

    def test_a_tool_switched_off_has_no_pages(self, cast, as_user):
        bare = make_group(cast.alice, tools=())
        assert as_user(cast.alice).get(f"/communities/{bare.pk}/polls/").status_code == 404
        assert as_user(cast.alice).get(f"/communities/{bare.pk}/polls/new/").status_code == 404


class TestVoting:
    def test_choosing_and_changing(self, cast, group, as_user):
        poll = make_poll(cast.alice, group)
        client = as_user(cast.carol)
        assert client.post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[0]}).status_code == 302
        page = client.get(f"/polls/{poll.pk}/").text
        assert "100 %" in page
        assert cast.carol.name in page
        assert "checked" in client.get(f"/polls/{poll.pk}/?change=1").text
        client.post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[1]})
        assert counts(poll) == [0, 1, 0]

    @pytest.mark.parametrize("data", [{}, {"option": "x"}, {"option": "9" * 30}, {"option": "-1"}])
    def test_no_choice_is_said_beside_the_ballot(self, cast, group, as_user, data):
        poll = make_poll(cast.alice, group)
        answer = as_user(cast.bob).post(f"/polls/{poll.pk}/vote/", data)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    def test_an_anonymous_ballot_says_before_that_it_cannot_be_changed(self, cast, group, as_user):
        poll = make_poll(cast.alice, group, anonymous=True)
        client = as_user(cast.bob)
        ballot = client.get(f"/polls/{poll.pk}/").text.split('class="ballot"')[1].split("</form>")[0]
        assert "変更や取り消しはできません" in ballot or "cannot be changed" in ballot
        client.post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[0]})
        client.post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[1]})
        assert counts(poll) == [1, 0, 0]
        page = client.get(f"/polls/{poll.pk}/?change=1").text
        assert 'class="ballot"' not in page
        assert "%" not in page.split('id="poll"')[1].split("</section>")[0]

    def test_a_vote_that_comes_too_late_is_told_so(self, cast, group, as_user):
        poll = make_poll(cast.alice, group)
        close_poll(actor=cast.alice, poll=poll)
        answer = as_user(cast.bob).post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[0]}, follow=True)
        assert counts(poll) == [0, 0, 0]
        assert 'class="message info' in answer.text

    def test_closing_is_the_authors_and_the_moderators(self, cast, group, as_user):
        poll = make_poll(cast.bob, group)
        assert "/close/" not in as_user(cast.carol).get(f"/polls/{poll.pk}/").text
        assert "/close/" in as_user(cast.bob).get(f"/polls/{poll.pk}/").text
        as_user(cast.alice).post(f"/polls/{poll.pk}/close/")
        assert Poll.objects.get().is_closed


def test_the_pages_take_few_queries_however_many_vote(cast, group, as_user, django_assert_max_num_queries):
    polls = [make_poll(cast.alice, group, multiple=True) for _n in range(22)]
    for n in range(30):
        vote(actor=make_person(f"p{n}"), poll=polls[0], options=ids(polls[0]))
    client = as_user(cast.bob)
    vote(actor=cast.bob, poll=polls[0], options=ids(polls[0])[:1])
    with django_assert_max_num_queries(10):
        assert client.get(f"/communities/{group.pk}/polls/").text.count("/polls/") >= 20
    with django_assert_max_num_queries(16):
        assert "97 %" in client.get(f"/polls/{polls[0].pk}/").text


def test_a_poll_of_a_secret_community_is_nowhere_for_others(cast, as_user):
    secret = make_group(cast.alice, name="次の一手", access="secret", members=[cast.bob])
    poll = make_poll(cast.alice, secret, title="どの部署から始めるか", options=("営業所", "工場"))
    vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
    close_poll(actor=cast.alice, poll=poll)
    for outsider in (cast.carol, cast.erin, cast.frank):
        client = as_user(outsider)
        for path in (f"/polls/{poll.pk}/", f"/polls/{poll.pk}/edit/", f"/communities/{secret.pk}/polls/"):
            assert client.get(path).status_code == 404
        assert client.post(f"/polls/{poll.pk}/vote/", {"option": ids(poll)[0]}).status_code == 404
        assert client.post(f"/polls/{poll.pk}/close/").status_code == 404
        for page in ("/", "/all/", "/people/alice/", "/notifications/", "/thanks/new/"):
            text = client.get(page).text
            assert "どの部署から" not in text, page
            assert "次の一手" not in text, page


def test_a_closed_community_shows_no_polls_to_who_only_knows_of_it(cast, as_user):
    closed = make_group(cast.alice, access="closed")
    poll = make_poll(cast.alice, closed)
    assert as_user(cast.carol).get(f"/communities/{closed.pk}/polls/").status_code == 403
    assert as_user(cast.carol).get(f"/polls/{poll.pk}/").status_code == 404
