"""While a title is typed: what has been written about it, as far as one may read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sns.discussion.answers import set_best_answer
from sns.discussion.similar import similar
from sns.publishing import withdraw
from sns.spaces.models import Space
from tests.factories import make_comment, make_post
from tests.links.test_related import run_jobs


@pytest.fixture
def vpn(cast):
    """A question with its answer, a newer one without, and one that only the unit may read."""
    asked = make_post(cast.alice, "VPNが夕方だけ遅い", flavour="question")
    answer = make_comment(asked, cast.bob, "回線を替えると直ります。")
    set_best_answer(actor=cast.alice, comment=answer, on=True)
    again = make_post(cast.bob, "VPNとExcelが遅い", flavour="question")
    inside = make_post(cast.alice, "部内のVPNの暗証", space=Space.objects.get(unit=cast.unit))
    make_post(cast.bob, "社食の献立")
    run_jobs()
    return asked, again, inside


def test_answered_questions_come_first(cast, vpn):
    found = similar(cast.carol, "VPNのこと")
    assert [item.title for item in found] == [vpn[0].title, vpn[1].title]
    assert [item.is_answered for item in found] == [True, False]
    assert "VPN" in found[0].words


def test_what_shares_much_less_is_another_matter(cast, vpn):
    make_post(cast.bob, "夕方の散歩")
    run_jobs()
    assert similar(cast.carol, "VPNが夕方に遅くなりExcelも")[0].title == vpn[0].title
    assert "夕方の散歩" not in [item.title for item in similar(cast.carol, "Excelで作るVPNの夕方の表")]


def test_only_what_one_may_read_shows(cast, vpn):
    assert vpn[2].title in [item.title for item in similar(cast.bob, "VPNの暗証")]
    assert vpn[2].title not in [item.title for item in similar(cast.carol, "VPNの暗証")]
    withdraw(actor=cast.alice, entry=vpn[0])
    assert vpn[0].title not in [item.title for item in similar(cast.carol, "VPN")]


def test_the_entry_being_edited_is_not_shown(cast, vpn):
    assert vpn[0].title not in [item.title for item in similar(cast.carol, "VPN", but=vpn[0].pk)]


@pytest.mark.parametrize("title", ["", "これはどうでしょう", "!?", "' OR 1=1", "%00", "x" * 5000, "🍙"])
def test_nothing_to_say_is_an_empty_answer(as_user, cast, vpn, title):
    answer = as_user(cast.carol).get("/entries/similar/", {"title": title, "but": "x"})
    assert answer.status_code == 200
    assert answer.content.strip() == b""


def test_the_fragment_says_why_in_three_queries(as_user, cast, vpn):
    client = as_user(cast.carol)
    path = f"/entries/similar/?title=VPN&but={vpn[1].pk}"
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        html = client.get(path).content.decode()
    assert "VPNが夕方だけ遅い" in html
    assert "already answered?" in html
    assert "same words: VPN" in html
    own = [query for query in seen if "django_session" not in query["sql"] and "people_user" not in query["sql"][:60]]
    assert len(own) <= 3, [query["sql"][:80] for query in own]


def test_the_editor_asks_and_a_preview_shows_it_without_javascript(as_user, cast, vpn):
    client = as_user(cast.carol)
    assert 'hx-get="/entries/similar/"' in client.get("/posts/new/").content.decode()
    data = {"title": "VPN", "body": "遅い", "audience": "me", "intent": "preview"}
    assert vpn[0].title in client.post("/posts/new/", data).content.decode()
