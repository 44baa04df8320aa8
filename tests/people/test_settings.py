"""One's own settings."""

import io
import zoneinfo

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sns.people.forms.settings import time_zones
from sns.people.profile import portrait_path, read_skills
from tests.factories import PASSWORD

PAGES = [
    "/settings/",
    "/settings/profile/",
    "/settings/display/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]
PROFILE = {"reading": "ありた", "site": "本社", "introduction": "**よろしく** <script>", "skills": "溶接、Excel, 溶接"}


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


def picture(size=(300, 200), kind="PNG") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_in_both_languages(as_user, cast, address):
    for person in (cast.alice, cast.carol):
        response = as_user(person).get(address)
        assert response.status_code == 200
        assert f'<html lang="{person.language}"' in response.content.decode()


@pytest.mark.parametrize("address", [*PAGES, "/avatars/" + "a" * 32 + "-96.webp"])
def test_a_stranger_is_asked_to_log_in(client, cast, address):
    assert client.get(address).headers["Location"].startswith("/accounts/login/?next=")


def test_the_invitations_are_offered_to_administrators_alone(as_user, cast):
    assert "/settings/invitations/" in as_user(cast.frank).get("/settings/").content.decode()
    assert "/settings/invitations/" not in as_user(cast.alice).get("/settings/").content.decode()


# --- profile


def test_the_profile_is_saved_and_the_introduction_rendered_safely(as_user, cast):
    as_user(cast.alice).post("/settings/profile/", PROFILE)
    cast.alice.refresh_from_db()
    assert (cast.alice.reading, cast.alice.site) == ("ありた", "本社")
    assert "<strong>よろしく</strong>" in cast.alice.introduction_html
    assert "<script" not in cast.alice.introduction_html
    assert set(cast.alice.skills.values_list("name", flat=True)) == {"溶接", "Excel"}


def test_name_address_and_rights_cannot_be_changed_here(as_user, cast):
    hostile = PROFILE | {"name": "社長", "email": "x@example.com", "handle": "boss", "is_staff": "on"}
    as_user(cast.alice).post("/settings/profile/", hostile)
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.email, cast.alice.handle, cast.alice.is_staff) == (
        "有田 ありす",
        "alice@example.com",
        "alice",
        False,
    )


def test_too_long_an_introduction_is_refused_and_kept_in_the_form(as_user, cast):
    response = as_user(cast.alice).post("/settings/profile/", PROFILE | {"introduction": "長" * 2001})
    assert response.status_code == 422
    assert "長" * 2001 in response.content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.introduction == ""


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("溶接 Excel", ["溶接", "Excel"]),
        ("machine learning, 溶接", ["machine learning", "溶接"]),
        ("溶接、英語;中国語\n簿記", ["溶接", "英語", "中国語", "簿記"]),
        ("Excel excel", ["excel"]),
        ("  ", []),
        ("x" * 80, ["x" * 50]),
    ],
)
def test_skills_are_read_as_people_write_them(text, skills):
    assert read_skills(text) == skills


def test_a_skill_is_shared_whatever_its_case(as_user, cast):
    as_user(cast.alice).post("/settings/profile/", PROFILE | {"skills": "Excel"})
    as_user(cast.bob).post("/settings/profile/", PROFILE | {"skills": "EXCEL"})
    assert cast.alice.skills.get() == cast.bob.skills.get()


# --- portrait


def test_a_portrait_is_cut_to_two_squares_and_served(as_user, cast):
    client = as_user(cast.alice)
    assert client.post("/settings/portrait/", {"portrait": picture()}).status_code == 302
    cast.alice.refresh_from_db()
    for size in (96, 256):
        response = client.get(cast.alice.avatar_url(size))
        with Image.open(io.BytesIO(b"".join(response.streaming_content))) as image:
            assert image.format == "WEBP"
            assert image.width == image.height <= size
        assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_new_portrait_has_a_new_address_and_the_old_files_go(as_user, cast, django_capture_on_commit_callbacks):
    client = as_user(cast.alice)
    client.post("/settings/portrait/", {"portrait": picture()})
    cast.alice.refresh_from_db()
    old = cast.alice.avatar
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/portrait/", {"portrait": picture((96, 96))})
    cast.alice.refresh_from_db()
    assert cast.alice.avatar != old
    assert not default_storage.exists(portrait_path(old, 96))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/portrait/", {"remove": "1"})
    cast.alice.refresh_from_db()
    assert cast.alice.avatar_url() == ""


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused_with_the_reason(as_user, cast, content):
    response = as_user(cast.alice).post("/settings/portrait/", {"portrait": SimpleUploadedFile("me.png", content)})
    assert response.status_code == 422
    assert 'class="errors"' in response.content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.avatar == ""


@pytest.mark.parametrize("address", ["/avatars/" + "a" * 32 + "-96.webp", "/avatars/..-96.webp", "/avatars/a-1.webp"])
def test_an_unknown_portrait_is_404(as_user, cast, address):
    assert as_user(cast.alice).get(address).status_code == 404


# --- display


def test_language_zone_and_theme_apply_to_the_next_page(as_user, cast):
    client = as_user(cast.alice)
    answer = client.post("/settings/display/", {"language": "en", "time_zone": "Europe/Berlin", "theme": "dark"})
    page = client.get(answer.headers["Location"]).content.decode()
    assert '<html lang="en" data-theme="dark"' in page
    assert "Saved." in page
    cast.alice.refresh_from_db()
    assert cast.alice.time_zone == "Europe/Berlin"


def test_every_time_zone_a_person_may_have_can_be_kept():
    offered = {name for _region, zones in time_zones() for name, _place in zones}
    assert offered == zoneinfo.available_timezones()


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Olympus"}, {"language": "tlh"}, {"theme": "pink"}])
def test_values_that_do_not_exist_are_refused(as_user, cast, wrong):
    fields = {"language": "ja", "time_zone": "Asia/Tokyo", "theme": "auto"} | wrong
    assert as_user(cast.alice).post("/settings/display/", fields).status_code == 422
    cast.alice.refresh_from_db()
    assert (cast.alice.language, cast.alice.time_zone, cast.alice.theme) == ("ja", "Asia/Tokyo", "auto")


def test_the_password_page_never_shows_what_was_typed(client, cast):
    client.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD})
    response = client.post("/accounts/password/change/", {"oldpassword": "x-y-z-wrong", "password1": "abcdefgh-1"})
    assert "x-y-z-wrong" not in response.content.decode()
