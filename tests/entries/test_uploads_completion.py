import pytest

from sns.people.actions import add_guest, post_to_unit
from tests.factories import make_person, make_post


@pytest.fixture
def handles(cast, as_user):
    def ask(q, reader=None):
        answer = as_user(reader or cast.bob).get("/complete/people/", {"q": q})
        return [item["handle"] for item in answer.json()["items"]]

    return ask


@pytest.mark.parametrize(
    "q", ["有田", "ありす", "ありた", "アリス", "ｱﾘﾀ", "ali", "ALICE", "有田 ありす", "あり す", "有田　ありす"]
)
def test_a_person_is_found_by_the_beginning_of_any_name_however_typed(handles, q):
    if q == "あり す":  # two words that begin words of nobody
        assert handles(q) == []
    else:
        assert handles(q) == ["alice"]


@pytest.mark.parametrize("q", ["o'brien", "a\\b", "%", "_", "&|!:*", "'", "()", "x" * 3000])
def test_odd_signs_are_no_commands(cast, handles, q):
    make_person("brien", name="Tom O'Brien")
    assert handles(q) == (["brien"] if q == "o'brien" else [])


def test_people_of_my_unit_come_first(cast, handles):
    make_person("bandou", cast.other_unit, name="坂東 あ", reading="ばんどう あ")
    assert handles("坂東") == ["bob", "bandou"]
    assert handles("坂東", cast.carol) == ["bandou", "bob"]


def test_a_unit_stands_for_its_people(cast, handles):
    assert handles("製造") == ["carol"]


def test_nothing_typed_yet_suggests_neighbours_then_anybody(cast, handles):
    found = handles("")
    assert set(found[:2]) == {"alice", "bob"}
    assert "carol" in found


def test_at_most_eight_are_named_with_unit_and_reading(cast, as_user):
    for n in range(10):
        make_person(f"sato{n}", cast.unit, name=f"佐藤 {n}", reading=f"さとう {n}")
    items = as_user(cast.bob).get("/complete/people/", {"q": "さとう"}).json()["items"]
    assert len(items) == 8
    assert items[0] == {"handle": "sato0", "name": "佐藤 0", "reading": "さとう 0", "unit": "開発部", "avatar": ""}


def test_leavers_and_guests_are_not_mentioned(cast, handles):
    post_to_unit(actor=None, user=cast.dave, unit=cast.unit)
    add_guest(name="出部 次郎")
    assert handles("出部") == []
    assert "dave" not in handles("")


def test_one_question_costs_one_query(cast, as_user, django_assert_max_num_queries):
    client = as_user(cast.bob)
    with django_assert_max_num_queries(4):  # session, person, bell, suggestions
        client.get("/complete/people/", {"q": "あ"})


class TestTags:
    @pytest.fixture
    def tags(self, cast, as_user):
        def ask(q, reader=None):
            items = as_user(reader or cast.bob).get("/complete/tags/", {"q": q}).json()["items"]
            return [(item["name"], item["count"]) for item in items]

        return ask

    def test_the_most_used_comes_first_as_people_write_it(self, cast, tags):
        make_post(cast.alice, tags=["Kaizen", "KAIZENボード"])
        make_post(cast.alice, tags=["kaizen"])
        assert tags("kai") == [("Kaizen", 2), ("KAIZENボード", 1)]
        assert tags("ＫＡＩＺＥＮボ") == [("KAIZENボード", 1)]

    def test_a_tag_used_only_where_i_may_not_look_does_not_exist(self, cast, tags):
        make_post(cast.alice, tags=["内緒"], space=cast.unit.space)
        assert tags("内") == [("内緒", 1)]
        assert tags("内", cast.carol) == []

    @pytest.mark.parametrize("q", ["", "%", "_", "#", "  "])
    def test_nothing_is_suggested_for_nothing(self, cast, tags, q):
        make_post(cast.alice, tags=["勉強会"])
        assert tags(q) == []
