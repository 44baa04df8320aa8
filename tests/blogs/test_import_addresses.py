"""Old addresses lead to imported posts, for those who may read them."""

from pathlib import Path

import pytest
from django.core.management import call_command

from blogs.archives.addresses import old_path
from blogs.models import Post
from tests.factories import make_person

WXR = str(Path(__file__).parent / "archives" / "wordpress.xml")


@pytest.fixture
def imported(cast):
    make_person("hanako", name="田中 花子", email="hanako@example.jp")
    call_command("import_blog", WXR, verbosity=0)
    return cast


def test_an_old_address_leads_to_its_post(imported, as_user):
    post = Post.objects.get(title__startswith="朝の")
    client = as_user(imported.carol)
    for address in ("/2018/11/asa/", "/2018/11/asa", "/2018/11/asa/?utm_source=x", "/?p=1"):
        assert client.get(address).headers["Location"] == f"/posts/{post.pk}/", address


def test_somebody_outside_is_asked_to_log_in_first(imported, client):
    response = client.get("/2018/11/asa/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=/2018/11/asa/")


def test_a_post_one_may_not_read_is_not_found(imported, as_user, client):
    assert client.get("/himitsu/").status_code == 404
    assert as_user(imported.carol).get("/himitsu/").status_code == 404
    assert as_user(Post.objects.get(title="秘密").author).get("/himitsu/").status_code == 302


def test_other_addresses_stay_as_they_are(imported, as_user):
    client = as_user(imported.carol)
    assert client.get("/2018/11/other/").status_code == 404
    assert client.get("/?p=99").status_code == 200
    assert client.get("/people/nobody-of-this-name/").status_code == 404


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://b.example/2018/11/asa/", "/2018/11/asa"),
        ("https://b.example/%e4%bc%9a%e8%ad%b0.html", "/会議.html"),
        ("https://b.example/?p=12", "/?p=12"),
        ("https://b.example/?p=12;DROP", ""),
        ("https://b.example/", ""),
        ("https://b.example/" + "a" * 600, ""),
        ("http://[broken", ""),
    ],
)
def test_addresses_are_kept_decoded_and_only_when_they_say_something(url, path):
    assert old_path(url) == path
