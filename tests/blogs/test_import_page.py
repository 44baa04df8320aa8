"""Bringing one's own blog in through the page."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from blogs.archives.tasks import check_import, purge_imports, run_import
from blogs.models import ImportJob, Post
from sns.spaces.queries import company_space

ARCHIVES = Path(__file__).parent / "archives"


def upload(client, name="wordpress.xml", content: bytes | None = None):
    content = (ARCHIVES / name).read_bytes() if content is None else content
    return client.post("/archives/", {"file": SimpleUploadedFile(name, content)})


def page(client, job) -> str:
    return client.get(job.get_absolute_url()).content.decode()


@pytest.fixture
def alice(cast, as_user):
    return as_user(cast.alice)


def checked(client, **kwargs) -> ImportJob:
    assert upload(client, **kwargs).status_code == 302
    job = ImportJob.objects.latest("id")
    check_import(job_id=job.pk)
    job.refresh_from_db()
    return job


def start(client, job, **data):
    return client.post(job.get_absolute_url(), {"audience": company_space().pk, "authors": ["田中 花子"]} | data)


def test_a_file_is_looked_through_before_anything_is_written(alice):
    upload(alice)
    job = ImportJob.objects.get()
    assert 'hx-trigger="load delay:2s"' in page(alice, job)
    check_import(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "checked"
    assert job.report["created"] == 6
    assert not Post.objects.exists()
    text = page(alice, job)
    assert 'hx-trigger="load' not in text
    assert "田中 花子" in text
    assert 'name="authors"' in text


def test_the_chosen_posts_come_in_under_ones_own_name(alice, cast):
    job = checked(alice)
    assert start(alice, job).status_code == 302
    run_import(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.report["created"], job.report["left_out"]) == ("done", 2, 4)
    assert not job.file
    assert {post.author for post in Post.objects.all()} == {cast.alice}
    assert "朝の" in Post.objects.get(comment_count=2).title
    assert page(alice, job)


def test_comments_never_speak_for_colleagues(alice, cast):
    text = (ARCHIVES / "wordpress.xml").read_text("utf-8").replace("佐藤", cast.bob.name)
    job = checked(alice, content=text.encode())
    start(alice, job)
    run_import(job_id=job.pk)
    comment = Post.objects.get(comment_count=2).comments.first()
    assert comment.author.name == cast.bob.name
    assert comment.author != cast.bob
    assert comment.author.is_guest


def test_a_second_file_adds_nothing(alice):
    job = checked(alice)
    start(alice, job)
    run_import(job_id=job.pk)
    again = checked(alice)
    assert (again.report["created"], again.report["already"]) == (4, 2)
    start(alice, again)
    run_import(job_id=again.pk)
    assert Post.objects.count() == 2


def test_a_double_click_starts_one_job(alice, cast):
    job = checked(alice)
    start(alice, job)
    start(alice, job, audience="me")
    job.refresh_from_db()
    assert job.space.kind == "company"


def test_only_ones_own_audiences_can_be_chosen(alice, cast):
    job = checked(alice)
    other = cast.other_unit.space.pk
    assert start(alice, job, audience=other).status_code == 422
    assert start(alice, job, audience=cast.unit.space.pk).status_code == 302


def test_a_file_that_cannot_be_read_says_why(alice):
    job = checked(alice, name="x.txt", content=b"Dear all,\n")
    assert job.state == "failed"
    assert job.reason in page(alice, job)


def test_nobody_sees_the_files_of_others(alice, cast, client, as_user):
    job = checked(alice)
    client = as_user(cast.frank)
    assert client.get(job.get_absolute_url()).status_code == 404
    assert client.post(f"{job.get_absolute_url()}remove/").status_code == 404
    assert job.name not in client.get("/archives/").content.decode()


@override_settings(IMPORT_MAX_BYTES=10)
def test_a_file_that_is_too_big_is_refused(alice):
    response = upload(alice)
    assert response.status_code == 422
    assert not ImportJob.objects.exists()


def test_waiting_files_are_few(alice):
    for _number in range(3):
        assert upload(alice).status_code == 302
    assert upload(alice).status_code == 422


def test_removing_takes_the_file_away(alice):
    job = checked(alice)
    path = Path(job.file.path)
    assert path.exists()
    alice.post(f"{job.get_absolute_url()}remove/")
    assert not path.exists()
    assert not ImportJob.objects.exists()


def test_a_job_that_was_left_behind_can_be_started_again(alice):
    job = checked(alice)
    start(alice, job)
    assert "again/" not in page(alice, job)
    ImportJob.objects.update(updated_at=timezone.now() - timedelta(minutes=10))
    assert "again/" in page(alice, job)
    assert alice.post(f"{job.get_absolute_url()}again/").status_code == 302
    run_import(job_id=job.pk)
    assert Post.objects.count() == 2


def test_old_files_go_at_night(alice):
    job = checked(alice)
    path = Path(job.file.path)
    purge_imports(timestamp=0)
    assert path.exists()
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=15))
    purge_imports(timestamp=0)
    assert not path.exists()
    assert not ImportJob.objects.exists()
