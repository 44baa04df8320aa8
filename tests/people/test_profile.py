import pytest

from sns.people.actions import add_guest, deactivate_person, give_role, post_to_unit, set_follow
from sns.people.models import Skill
from tests.factories import make_person, make_post


def test_everything_about_a_person_is_on_the_page(cast, as_user):
    alice = cast.alice
    post_to_unit(actor=None, user=alice, unit=cast.other_unit, title="顧問", primary=False)
    give_role(actor=None, user=alice, role="leader", unit=cast.unit)
    alice.skills.add(Skill.objects.create(name="溶接"))
    alice.site, alice.introduction_html = "東京 本社", "<p>はじめまして</p>"
    alice.save()
    page = as_user(cast.bob).get("/people/alice/").text
    for text in (
        "有田 ありす",
        "ありた ありす",
        "開発部",
        "製造部",
        "顧問",
        "東京 本社",
        "<p>はじめまして</p>",
        "@alice",
    ):
        assert text in page
    assert "/people/?skill=%E6%BA%B6%E6%8E%A5" in page
    assert f"/units/{cast.unit.pk}/" in page


def test_only_posts_that_the_reader_may_see_are_listed(cast, as_user):
    make_post(cast.alice, "みんなへ")
    make_post(cast.alice, "開発だけ", space=cast.unit.space)
    inside, outside = as_user(cast.bob).get("/people/alice/").text, as_user(cast.carol).get("/people/alice/").text
    assert "みんなへ" in inside
    assert "開発だけ" in inside
    assert "みんなへ" in outside
    assert "開発だけ" not in outside


def test_more_posts_come_as_cards_alone(cast, as_user):
    for n in range(22):
        make_post(cast.alice, f"{n}本目")
    client = as_user(cast.bob)
    link = client.get("/people/alice/").text.split('hx-get="?')[1].split('"')[0]
    more = client.get(f"/people/alice/?{link}", headers={"HX-Request": "true"}).text
    assert more.count("<article") == 2
    assert "<html" not in more


def test_the_page_of_somebody_who_left_stays_and_says_so(cast, as_user):
    make_post(cast.carol, "残る言葉")
    deactivate_person(actor=None, user=cast.carol)
    page = as_user(cast.bob).get("/people/carol/").text
    assert "残る言葉" in page
    assert "/people/carol/follow/" not in page
    assert "badge persimmon" in page


def test_a_name_from_an_archive_is_shown_plainly(cast, as_user):
    guest = add_guest(name="Old Timer")
    page = as_user(cast.bob).get(guest.get_absolute_url()).text
    assert "Old Timer" in page
    assert "/follow" not in page


def test_my_own_page_leads_to_the_settings_and_not_to_following(cast, as_user):
    page = as_user(cast.alice).get("/people/alice/").text
    assert "/settings/profile/" in page
    assert "/people/alice/follow/" not in page


def test_nobody_of_that_name_is_a_404(cast, as_user):
    assert as_user(cast.bob).get("/people/nobody/").status_code == 404


def test_a_full_page_takes_at_most_ten_queries(cast, as_user, django_assert_max_num_queries):
    for n in range(25):
        make_post(cast.alice, f"{n}", tags=["a", "b"])
        set_follow(actor=make_person(), followee=cast.alice, on=True)
    cast.alice.skills.add(*(Skill.objects.create(name=str(n)) for n in range(5)))
    client = as_user(cast.bob)
    with django_assert_max_num_queries(10):
        page = client.get("/people/alice/").text
    assert page.count("<article") == 20


@pytest.mark.parametrize("path", ["/people/alice/", "/people/alice/followers/", "/units/"])
def test_a_stranger_is_led_to_the_log_in(cast, client, path):
    assert client.get(path).status_code == 302
