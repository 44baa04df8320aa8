"""My next events beside the feed."""

from tests.blogs.pages import soup
from tests.communities.event_factory import make_event, say
from tests.factories import make_post


def test_the_home_page_shows_my_next_events_within_its_queries(as_user, cast, django_assert_max_num_queries):
    say(cast.bob, make_event(cast.alice, "行く会"))
    make_event(cast.alice, "知らない会")
    for n in range(3):
        make_post(cast.alice, f"記事{n}", space=cast.unit.space)
    client = as_user(cast.bob)
    client.get("/")
    with django_assert_max_num_queries(10):
        page = soup(client.get("/"))
    assert [a.text for a in page.select(".event-next a")] == ["行く会"]


def test_an_event_without_a_comment_does_not_wait_for_an_answer(as_user, cast):
    make_event(cast.alice, "静かな会")
    rail = soup(as_user(cast.bob).get("/")).select_one(".rail.right")
    assert "静かな会" not in rail.text
