import pytest

from sns.entries.models import Upload
from sns.entries.storing import store_upload
from sns.publishing import withdraw
from sns.spaces.actions import ensure_personal_space
from tests.entries.files import picture, text
from tests.factories import make_post


def content(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def paper(cast) -> Upload:
    return store_upload(actor=cast.alice, file=text("議事録 第1回.txt", "0123456789"))


@pytest.fixture
def photo(cast) -> Upload:
    return store_upload(actor=cast.alice, file=picture("会議.png", size=(700, 300)))


def test_a_picture_is_shown_in_the_page_as_webp(cast, as_user, photo):
    client = as_user(cast.alice)
    answer = client.get(f"/files/{photo.token}/480/")
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Disposition"].startswith("inline")
    assert content(answer)[8:12] == b"WEBP"
    assert client.get(f"/files/{photo.token}/").status_code == 200
    assert client.get(f"/files/{photo.token}/481/").status_code == 404


def test_anything_else_is_a_download_under_its_japanese_name(cast, as_user, paper):
    answer = as_user(cast.alice).get(f"/files/{paper.token}/")
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AD%B0%E4%BA%8B%E9%8C%B2")
    assert content(answer) == b"0123456789"


def test_a_browser_never_runs_it(cast, as_user, paper):
    answer = as_user(cast.alice).get(f"/files/{paper.token}/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_it_is_kept_by_the_readers_browser_alone(cast, as_user, paper):
    client = as_user(cast.alice)
    answer = client.get(f"/files/{paper.token}/")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    again = client.get(f"/files/{paper.token}/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert not again.content


class TestWhoMaySee:
    def status(self, as_user, person, upload):
        return as_user(person).get(f"/files/{upload.token}/").status_code

    def test_before_it_is_used_only_its_owner(self, cast, as_user, paper):
        assert self.status(as_user, cast.alice, paper) == 200
        assert self.status(as_user, cast.bob, paper) == 404
        assert self.status(as_user, cast.frank, paper) == 404

    def test_then_whoever_may_read_the_post(self, cast, as_user, paper):
        make_post(cast.alice, body=f"[a]({paper.get_absolute_url()})", space=cast.unit.space)
        assert self.status(as_user, cast.bob, paper) == 200
        assert self.status(as_user, cast.carol, paper) == 404

    def test_not_through_a_private_or_withdrawn_post(self, cast, as_user, paper):
        body = f"[a]({paper.get_absolute_url()})"
        make_post(cast.alice, body=body, space=ensure_personal_space(user=cast.alice))
        withdraw(actor=cast.alice, entry=make_post(cast.alice, body=body))
        assert self.status(as_user, cast.bob, paper) == 404
        assert self.status(as_user, cast.alice, paper) == 200

    def test_nobody_can_open_a_file_by_putting_its_address_into_a_post(self, cast, as_user, paper):
        make_post(cast.carol, body=f"[a]({paper.get_absolute_url()})")
        assert self.status(as_user, cast.carol, paper) == 404

    def test_not_modified_is_said_only_to_those_who_may_see_it(self, cast, as_user, paper):
        etag = {"If-None-Match": as_user(cast.alice).get(f"/files/{paper.token}/")["ETag"]}
        assert as_user(cast.bob).get(f"/files/{paper.token}/", headers=etag).status_code == 404

    def test_a_stranger_is_led_to_the_log_in(self, client, paper):
        assert client.get(f"/files/{paper.token}/").status_code == 302

    def test_an_unknown_address_is_a_404(self, cast, as_user):
        assert as_user(cast.alice).get("/files/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
        assert as_user(cast.alice).get("/files/ぬ/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "got", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=7-99", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("nonsense", 200, b"0123456789", None),
    ],
)
def test_a_part_is_served_for_players_and_resumed_downloads(cast, as_user, paper, asked, status, got, said):
    answer = as_user(cast.alice).get(f"/files/{paper.token}/", headers={"Range": asked})
    assert answer.status_code == status
    assert answer.get("Content-Range") == said
    assert (content(answer) if answer.streaming else answer.content) == got
    assert int(answer["Content-Length"]) == len(got)


def test_nginx_sends_the_file_when_it_is_told_where_it_is(cast, as_user, paper, settings):
    settings.X_ACCEL = "/protected/"
    answer = as_user(cast.alice).get(f"/files/{paper.token}/")
    assert answer["X-Accel-Redirect"] == f"/protected/{paper.path('file')}"
    assert answer["Content-Type"] == "text/plain"
    assert as_user(cast.bob).get(f"/files/{paper.token}/").status_code == 404


def test_a_file_missing_from_the_disk_is_a_404(cast, as_user, paper):
    Upload.objects.filter(pk=paper.pk).update(token="B" * 22)
    assert as_user(cast.alice).get(f"/files/{'B' * 22}/").status_code == 404
