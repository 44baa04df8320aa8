import pytest

from sns.discussion.answers import set_best_answer
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic
from tests.factories import make_comment, make_post


@pytest.fixture
def secret(cast):
    return make_group(cast.alice, "秘密の会", "secret", members=[cast.bob])


def test_each_question_stands_in_the_tab_of_its_state(as_user, cast, secret):
    make_post(cast.alice, "待っている", flavour="question")
    discussed = make_topic(cast.bob, make_group(cast.bob), "話している", flavour="question")
    make_comment(discussed, cast.carol)
    solved = make_post(cast.alice, "解けた", flavour="question")
    set_best_answer(actor=cast.alice, comment=make_comment(solved, cast.bob), on=True)
    make_topic(cast.bob, secret, "内緒の質問", flavour="question")
    make_post(cast.alice, "質問でない")
    client = as_user(cast.carol)
    tabs = {path: client.get(f"/questions/{path}").text for path in ("", "open/", "solved/")}
    for title, path in (("待っている", ""), ("話している", "open/"), ("解けた", "solved/")):
        assert [tab for tab, page in tabs.items() if title in page] == [path]
    assert not any("内緒の質問" in page or "質問でない" in page for page in tabs.values())
    assert "内緒の質問" in as_user(cast.bob).get("/questions/").text


def test_the_list_takes_few_queries_and_goes_on_page_by_page(as_user, cast, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("sns.home.views.questions.PAGE_SIZE", 3)
    for n in range(5):
        make_post(cast.alice, f"質問{n}", flavour="question")
    client = as_user(cast.bob)
    with django_assert_max_num_queries(10):
        page = client.get("/questions/")
    assert [f"質問{n}" in page.text for n in range(5)] == [False, False, True, True, True]
    following = page.text.split("?before=")[1].split('"')[0]
    rest = client.get(f"/questions/?before={following}").text
    assert [f"質問{n}" in rest for n in range(5)] == [True, True, False, False, False]


def test_one_may_ask_everybody_or_a_community_of_ones_own(as_user, cast, secret):
    make_group(cast.alice, "よその会")
    page = as_user(cast.bob).get("/questions/new/").text
    assert "/posts/new/?template=question" in page
    assert "秘密の会" in page
    assert "よその会" not in page
