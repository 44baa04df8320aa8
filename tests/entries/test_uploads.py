from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from sns.core import ratelimit
from sns.core.ratelimit import Limit
from sns.core.refusals import FileRefused
from sns.entries import views
from sns.entries.models import Upload, WorkingCopy
from sns.entries.storing import purge_unused_uploads, store_upload
from sns.publishing import withdraw
from tests.entries.files import archive, picture, text
from tests.factories import make_comment, make_post


def send(client, file):
    return client.post("/files/", {"file": file})


class TestUpload:
    def test_a_picture_becomes_webp_in_widths_and_markdown_for_the_text(self, cast, as_user):
        answer = send(as_user(cast.alice), picture("会議[1].png", size=(1200, 600)))
        stored = Upload.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "markdown": rf"![会議\[1\].png](/files/{stored.token}/)",
            "url": f"/files/{stored.token}/",
            "kind": "image",
            "name": "会議[1].png",
        }
        assert (stored.owner, stored.widths, stored.width, stored.height) == (cast.alice, [480, 960, 1600], 1200, 600)
        with default_storage.open(stored.path("480.webp")) as file:
            assert Image.open(file).size == (480, 240)

    def test_a_document_is_kept_as_it_is(self, cast, as_user):
        answer = send(as_user(cast.alice), text())
        stored = Upload.objects.get()
        assert answer.json()["markdown"] == f"[議事録.txt](/files/{stored.token}/)"
        assert answer.json()["kind"] == "file"
        assert default_storage.open(stored.path("file")).read().decode() == "改善の記録\n"

    def test_a_zip_is_looked_into(self, cast, as_user):
        client = as_user(cast.alice)
        assert send(client, archive()).status_code == 201
        assert send(client, archive(inside="virus.exe")).status_code == 422

    def test_the_same_file_sent_twice_by_one_person_is_one_upload(self, cast, as_user):
        client = as_user(cast.alice)
        first, second = send(client, picture("一.png")).json(), send(client, picture("二.png")).json()
        assert first["url"] == second["url"]
        assert second["name"] == "二.png"
        assert send(as_user(cast.bob), picture()).json()["url"] != first["url"]

    @pytest.mark.parametrize(
        "file", [SimpleUploadedFile("写真.png", b"<html>"), SimpleUploadedFile("x.exe", b"MZ"), text("空.txt", "")]
    )
    def test_what_the_gate_refuses_is_explained_in_the_readers_language(self, cast, as_user, file):
        answer = send(as_user(cast.carol), file)
        assert answer.status_code in (400, 422)
        assert answer.json()["error"]
        assert not Upload.objects.exists()

    def test_a_file_over_the_limit_is_refused(self, cast, as_user, settings):
        settings.UPLOAD_MAX_BYTES = 10
        answer = send(as_user(cast.alice), text(content="a" * 11))
        assert answer.status_code == 413
        assert "error" in answer.json()

    def test_no_file_at_all_is_an_error_not_a_crash(self, cast, as_user):
        assert as_user(cast.alice).post("/files/").status_code == 400

    def test_a_runaway_script_is_slowed_down(self, cast, as_user, monkeypatch):
        monkeypatch.setattr(views, "UPLOADS", Limit("uploads-test", count=1, seconds=3600))
        client = as_user(cast.alice)
        assert send(client, text("1.txt", "1")).status_code == 201
        answer = send(client, text("2.txt", "2"))
        assert answer.status_code == 429
        assert answer["Retry-After"]
        assert answer.json()["error"]

    def test_strangers_are_led_to_the_log_in(self, cast, client):
        assert send(client, text()).status_code == 302
        assert not Upload.objects.exists()

    def test_when_the_disk_is_full_no_row_stays(self, cast, monkeypatch):
        def full(name, content):
            raise OSError("no space left")

        monkeypatch.setattr(default_storage, "save", full)
        with pytest.raises(OSError, match="no space"):
            store_upload(actor=cast.alice, file=text())
        assert not Upload.objects.exists()

    def test_there_is_a_limit_of_the_product(self):
        assert views.UPLOADS is ratelimit.UPLOADS

    def test_the_action_raises_what_views_explain(self, cast):
        with pytest.raises(FileRefused):
            store_upload(actor=cast.alice, file=SimpleUploadedFile("a.svg", b"<svg/>"))


class TestPurge:
    def later(self, days=8):
        return timezone.now() + timedelta(days=days)

    def test_a_week_old_file_that_nobody_uses_goes_with_its_contents(self, cast):
        stored = store_upload(actor=cast.alice, file=picture())
        assert purge_unused_uploads(now=self.later(6)) == 0
        assert default_storage.exists(stored.path("480.webp"))
        assert purge_unused_uploads(now=self.later()) == 1
        assert not Upload.objects.exists()

    def test_contents_go_from_the_disk(self, cast, django_capture_on_commit_callbacks):
        stored = store_upload(actor=cast.alice, file=picture())
        with django_capture_on_commit_callbacks(execute=True):
            purge_unused_uploads(now=self.later())
        assert not any(default_storage.exists(stored.path(f"{width}.webp")) for width in stored.widths)

    def test_what_a_post_a_comment_or_the_trash_uses_stays(self, cast):
        in_post, in_comment, in_trash = (
            store_upload(actor=cast.alice, file=text(f"{n}.txt", str(n))) for n in range(3)
        )
        post = make_post(cast.alice, body=f"[a]({in_post.get_absolute_url()})")
        make_comment(post, cast.alice, f"[b]({in_comment.get_absolute_url()})")
        withdraw(actor=cast.alice, entry=make_post(cast.alice, body=f"[c]({in_trash.get_absolute_url()})"))
        assert purge_unused_uploads(now=self.later()) == 0

    def test_what_is_being_edited_over_a_published_text_stays(self, cast):
        stored = store_upload(actor=cast.alice, file=picture())
        body = f"![]({stored.get_absolute_url()})"
        WorkingCopy.objects.create(
            entry=make_post(cast.alice), editor=cast.alice, base_version=1, fields={"body": body}
        )
        assert purge_unused_uploads(now=self.later()) == 0

    def test_a_file_pasted_again_is_young_again(self, cast):
        stored = store_upload(actor=cast.alice, file=text())
        Upload.objects.update(created_at=timezone.now() - timedelta(days=8))
        assert store_upload(actor=cast.alice, file=text()) == stored
        assert purge_unused_uploads() == 0
