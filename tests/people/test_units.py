from sns.people.actions import deactivate_person, post_to_unit
from sns.people.models import OrgUnit
from tests.factories import make_person, make_post, make_unit


def test_the_tree_shows_units_below_each_other_with_their_people(cast, as_user):
    child = make_unit("設計課", parent=cast.unit)
    make_person("zoe", make_unit("図面係", parent=child))
    page = as_user(cast.carol).get("/units/").text.split("<main")[1]
    assert page.index("開発部") < page.index("設計課") < page.index("図面係") < page.index("製造部")
    assert page.count("<ul") == page.count("</ul>")
    assert page.count("<li>") == page.count("</li>")
    assert '開発部</a> <span class="meta num">3</span>' in page


def test_the_tree_of_a_thousand_units_costs_the_same(cast, as_user, django_assert_max_num_queries):
    OrgUnit.objects.bulk_create([OrgUnit(name=f"第{n}課", code=f"X{n}", parent=cast.unit) for n in range(1000)])
    client = as_user(cast.bob)
    with django_assert_max_num_queries(6):
        assert client.get("/units/").text.count("/units/") > 1000


def test_a_unit_shows_where_it_stands_and_who_is_there(cast, as_user):
    child = make_unit("設計課", parent=cast.unit)
    zoe = make_person("zoe", child, name="造 絵")
    post_to_unit(actor=None, user=cast.carol, unit=child, title="顧問", primary=False)
    deactivate_person(actor=None, user=make_person("gone", child, name="去 人"))
    page = as_user(cast.erin).get(f"/units/{child.pk}/").text
    assert f'<a href="/units/{cast.unit.pk}/">開発部</a>' in page
    assert zoe.name in page
    assert "Carol Smith" in page
    assert "顧問" in page
    assert "去 人" not in page
    assert "設計課" in as_user(cast.erin).get(f"/units/{cast.unit.pk}/").text


def test_its_posts_are_those_the_reader_may_see(cast, as_user):
    make_post(
        cast.alice,
        "開発の公開",
    )
    make_post(cast.alice, "開発の内輪", space=cast.unit.space)
    path = f"/units/{cast.unit.pk}/"
    assert "開発の内輪" in as_user(cast.bob).get(path).text
    outside = as_user(cast.carol).get(path).text
    assert "開発の公開" in outside
    assert "開発の内輪" not in outside


def test_a_unit_without_space_or_people_is_a_page_too(cast, as_user):
    unit = OrgUnit.objects.create(name="新設室", code="NEW", path="/999/")
    assert as_user(cast.bob).get(f"/units/{unit.pk}/").status_code == 200
    assert as_user(cast.bob).get("/units/999999/").status_code == 404


def test_a_full_page_takes_at_most_ten_queries(cast, as_user, django_assert_max_num_queries):
    unit = make_unit("大所帯", parent=make_unit(parent=cast.unit))
    for n in range(65):
        person = make_person(f"m{n}", unit)
        if n < 25:
            make_post(person)
    make_unit(parent=unit)
    client = as_user(cast.bob)
    with django_assert_max_num_queries(10):
        page = client.get(f"/units/{unit.pk}/").text
    assert page.count("<article") == 20
    assert f"/people/?unit={unit.pk}" in page


def test_a_unit_is_called_by_its_name_in_the_readers_language(cast, as_user):
    OrgUnit.objects.filter(pk=cast.unit.pk).update(name_en="Engineering")
    for path in ("/units/", f"/units/{cast.unit.pk}/", "/people/", "/people/alice/"):
        assert "Engineering" in as_user(cast.carol).get(path).text  # reads English
        assert "Engineering" not in as_user(cast.bob).get(path).text
