import io

import pytest
from openpyxl import load_workbook

from sns.people.actions import add_guest, post_to_unit
from sns.people.directory import Place, sites_and_titles
from sns.people.models import Skill, User
from tests.factories import make_person, make_unit


@pytest.fixture
def names(as_user, cast):
    def ask(reader=None, **asked):
        page = as_user(reader or cast.bob).get("/people/", asked).text
        return [part.split(">")[1].split("<")[0] for part in page.split('class="name">')[1:]]

    return ask


@pytest.fixture
def yamada(cast):
    """Somebody with everything a filter can ask for."""
    person = make_person("yamada", name="山田 ヨウコ", reading="やまだ ようこ", site="大阪")
    post_to_unit(actor=None, user=person, unit=make_unit("営業一課", parent=cast.other_unit), title="課長")
    person.skills.add(Skill.objects.create(name="溶接"))
    return person


def test_people_stand_in_furigana_order(cast, names):
    User.objects.filter(handle="erin").update(reading="えとう りん")
    User.objects.filter(handle="frank").update(reading="ふるかわ らん")
    assert names() == ["Carol Smith", "有田 ありす", "江藤 凛", "坂東 暮雄", "古川 蘭"]


def test_leavers_and_guests_are_not_listed(cast, names):
    add_guest(name="昔の人")
    assert "昔の人" not in names()
    assert cast.dave.name not in names()


@pytest.mark.parametrize("q", ["山田", "ようこ", "ヨウコ", "ﾔﾏﾀﾞ", "yama", "やまだ　よう"])
def test_a_name_is_found_however_it_is_typed(yamada, names, q):
    assert names(q=q) == ["山田 ヨウコ"]


@pytest.mark.parametrize("q", ["'", "%", "\\", "a' | 'b", "---"])
def test_signs_find_nobody_and_break_nothing(cast, names, q):
    assert names(q=q) == []


def test_the_filters_can_be_combined(cast, yamada, names):
    everything = {"unit": cast.other_unit.pk, "title": "課長", "site": "大阪", "skill": "溶接", "q": "やま"}
    assert names(**everything) == ["山田 ヨウコ"]
    assert names(unit=cast.other_unit.pk) == ["Carol Smith", "山田 ヨウコ"]  # with the units below
    assert names(unit=cast.unit.pk, site="大阪") == []
    assert names(title="課長") == ["山田 ヨウコ"]
    assert names(skill="溶接") == ["山田 ヨウコ"]
    assert len(names(unit="999999", site="月")) == 6  # an old address asks for nothing


def test_a_former_post_does_not_count(cast, yamada, names):
    yamada.postings.update(since="2020-01-01", until="2021-01-01")
    assert names(title="課長") == []


def test_a_letter_jumps_to_where_it_begins(cast, yamada, names):
    assert names(**{"from": "や"}) == ["山田 ヨウコ"]
    assert names(**{"from": "C"})[0] == "Carol Smith"
    assert "Carol Smith" not in names(**{"from": "あ"})
    assert len(names(**{"from": "かか"})) == 6


class TestPages:
    @pytest.fixture(autouse=True)
    def crowd(self, company):
        unit = make_unit()
        for n in range(45):
            person = make_person(f"p{n}", unit if n % 9 == 0 else None, name=f"佐藤 {n % 3}", reading="さとう")
            if n % 9 == 0:
                person.skills.add(Skill.objects.get_or_create(name="溶接")[0])

    def test_pages_follow_each_other_without_gap_or_repeat(self, cast, as_user):
        client = as_user(cast.bob)
        first = client.get("/people/").text
        link = first.split('class="more-row"><a class="button quiet" href="')[1].split('"')[0].replace("&amp;", "&")
        second = client.get(f"/people/{link}", headers={"HX-Request": "true"}).text
        assert "<html" not in second
        handles = [part.split("/")[0] for part in (first + second).split('class="plain" href="/people/')[1:]]
        assert len(handles) == len(set(handles)) == 50
        assert first.count('class="person"') == 40

    def test_a_page_takes_at_most_ten_queries(self, cast, as_user, django_assert_max_num_queries):
        client = as_user(cast.bob)
        with django_assert_max_num_queries(10):
            client.get("/people/", {"q": "佐", "skill": "溶接"})
        with django_assert_max_num_queries(10):
            client.get("/people/")

    @pytest.mark.parametrize(
        "after", ["nonsense", "e30", "WzEsMiwzXQ", "あ", "WyJhIiwiYiIsOTk5OTk5OTk5OTk5OTk5OTk5OTld"]
    )
    def test_a_cut_address_means_the_first_page(self, cast, as_user, after):
        assert as_user(cast.bob).get("/people/", {"after": after}).text.count('class="person"') == 40


def test_places_survive_the_address():
    place = Place("やまだ", '山田 "太郎" \\', 7)
    assert Place.decode(place.encode()) == place


def test_nobody_found_leads_back_to_everybody(cast, as_user):
    assert 'href="/people/"' in as_user(cast.bob).get("/people/", {"q": "いない人"}).text


def test_sites_and_titles_on_offer_are_those_in_use(cast, yamada):
    make_person("other", site="東京")
    assert sites_and_titles() == (["大阪", "東京"], ["課長"])


class TestExport:
    def test_administrators_get_the_filtered_list(self, cast, yamada, as_user):
        answer = as_user(cast.frank).get("/people.csv", {"q": "山田"})
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert lines[0].startswith("社員番号,氏名,")
        assert "山田 ヨウコ" in lines[1]
        assert "attachment" in answer["Content-Disposition"]

    def test_also_as_a_workbook(self, cast, yamada, as_user):
        answer = as_user(cast.frank).get("/people.xlsx", {"site": "大阪"})
        rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
        assert [row[1] for row in rows] == ["氏名", "山田 ヨウコ"]

    def test_the_links_are_shown_to_administrators_alone(self, cast, as_user):
        assert "/people.csv" in as_user(cast.frank).get("/people/").text
        assert "/people.csv" not in as_user(cast.bob).get("/people/").text
        assert as_user(cast.bob).get("/people.csv").status_code == 403


def test_a_stranger_is_led_to_the_log_in(cast, client):
    assert client.get("/people/").status_code == 302
