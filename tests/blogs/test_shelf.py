"""The history, the trash, and what the worker does with a post."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blogs.actions import publish_due
from blogs.models import Post
from sns.audit.models import AuditEvent
from sns.discussion.models import Comment
from sns.entries.diff import GONE, NEW, SKIPPED, compare
from sns.entries.models import Entry, EntryTag
from sns.notifications.models import Notification
from sns.people.actions import deactivate_person
from sns.publishing import purge_trash, revise, save_draft, withdraw
from sns.spaces.actions import sync_unit_spaces
from sns.spaces.models import Space
from tests.blogs.pages import fields, soup
from tests.factories import draft_post, make_comment, make_post


def changed(post, body, title="題名"):
    post.title, post.body = title, body
    return revise(actor=post.author, entry=post, tags=[], base_version=post.version)


@pytest.fixture
def thrice(cast):
    post = make_post(cast.alice, body="朝会は8時半です。\n二行目")
    changed(post, "朝会は9時です。\n二行目")
    return changed(post, "朝会は9時です。\n二行目\n三行目", title="新しい題名")


def test_the_history_shows_what_changed_last(as_user, cast, thrice):
    page = soup(as_user(cast.alice).get(f"/posts/{thrice.pk}/revisions/"))
    assert len(page.select("tbody tr")) == 3
    assert "三行目" in page.select_one(".diff > ins").text or "三行目" in page.text
    assert "新しい題名" in page.text


def test_any_two_versions_can_be_compared(as_user, cast, thrice):
    first, last = thrice.revisions.last().version, thrice.version
    page = soup(as_user(cast.alice).get(f"/posts/{thrice.pk}/revisions/?old={first}&new={last}"))
    body = page.select(".diff")[-1]
    assert body.select_one("del del").text == "8時半"
    assert body.select_one("ins ins").text == "9時"


@pytest.mark.parametrize("query", ["?old=99", "?new=x", "?old=-1", "?new=99999999999999999999", "?old=%00"])
def test_a_version_that_does_not_exist_is_404(as_user, cast, thrice, query):
    assert as_user(cast.alice).get(f"/posts/{thrice.pk}/revisions/{query}").status_code in (200, 404)
    assert as_user(cast.alice).post(f"/posts/{thrice.pk}/revisions/99/restore/").status_code == 404


def test_restoring_makes_a_new_version_and_keeps_all_others(as_user, cast, thrice):
    first = thrice.revisions.last()
    as_user(cast.alice).post(f"/posts/{thrice.pk}/revisions/{first.version}/restore/")
    thrice.refresh_from_db()
    assert thrice.body == "朝会は8時半です。\n二行目"
    assert "8時半" in thrice.body_html
    assert thrice.revisions.count() == 4
    assert thrice.revisions.first().version == thrice.version


def test_the_history_is_the_authors_alone(as_user, cast, thrice):
    for person in (cast.bob, cast.frank):
        assert as_user(person).get(f"/posts/{thrice.pk}/revisions/").status_code == 403


def test_japanese_differences_are_whole_words_not_confetti():
    lines = compare("資料は前日までに共有する。", "資料は当日の朝に共有する。")
    assert [line.kind for line in lines] == [GONE, NEW]
    assert [text for is_changed, text in lines[1].parts if is_changed] == ["当日の朝"]


def test_long_unchanged_stretches_are_left_out():
    same = "\n".join(f"{n}行目" for n in range(50))
    lines = compare(same + "\nA", same + "\nB")
    assert lines[0].kind == SKIPPED
    assert lines[0].count == 48
    assert len(lines) == 5


def test_equal_texts_have_no_changed_line():
    assert {line.kind for line in compare("a\nb", "a\nb")} <= {"same", SKIPPED}


def test_very_long_lines_are_compared_in_reasonable_time():
    old = "これは長い段落です。" * 9000
    lines = compare(old, old[:45_000] + "違う。" + old[45_000:])
    assert sum(line.kind == NEW for line in lines) >= 1


def test_deleting_asks_moves_to_the_trash_and_can_be_undone(as_user, cast):
    post = make_post(cast.alice, tags=["朝会"])
    client = as_user(cast.alice)
    assert "30" in client.get(f"/posts/{post.pk}/delete/").content.decode()
    client.post(f"/posts/{post.pk}/delete/")
    assert not Entry.objects.live().exists()
    assert EntryTag.objects.get().published_at is None
    assert "題名" in client.get("/trash/").content.decode()
    client.post(f"/posts/{post.pk}/restore/")
    assert Entry.objects.live().exists()
    assert EntryTag.objects.get().published_at is not None


def test_the_trash_is_emptied_after_the_set_days_and_takes_everything_along(cast):
    post = make_post(cast.alice, tags=["朝会"])
    root = make_comment(post, cast.bob)
    make_comment(post, cast.carol, parent=root)
    keep = make_post(cast.alice, title="残る")
    withdraw(actor=cast.alice, entry=post)
    assert purge_trash(now=timezone.now() + timedelta(days=29)) == 0
    assert purge_trash(now=timezone.now() + timedelta(days=31)) == 1
    assert list(Post.objects.all()) == [keep]
    assert not Comment.objects.exists()
    assert AuditEvent.objects.filter(verb="entry.purged").count() == 1


def test_what_an_administrator_withdrew_is_not_purged(cast):
    post = make_post(cast.alice)
    withdraw(actor=cast.frank, entry=post, reason="個人情報")
    assert purge_trash(now=timezone.now() + timedelta(days=400)) == 0


def scheduled(author, minutes=-1, **fields):
    post = draft_post(author, publish_at=timezone.now() + timedelta(minutes=minutes), **fields)
    return save_draft(actor=author, entry=post, tags=["予約"])


def test_a_post_whose_time_has_come_goes_out_once(as_user, cast):
    post = scheduled(cast.alice, body="@bob 見てください")
    assert publish_due() == 1
    assert publish_due() == 0
    post.refresh_from_db()
    assert post.is_live
    assert post.publish_at is None
    assert [row.tag.label for row in post.entry_tags.all()] == ["予約"]
    assert Notification.objects.get().user == cast.bob
    assert as_user(cast.carol).get(f"/posts/{post.pk}/").status_code == 200


def test_a_later_post_and_one_in_the_trash_wait(cast):
    scheduled(cast.alice, minutes=5)
    withdraw(actor=cast.alice, entry=scheduled(cast.alice))
    assert publish_due() == 0
    assert not Entry.objects.live().exists()


def test_an_author_who_lost_the_audience_keeps_his_post_as_a_draft(as_user, cast):
    post = scheduled(cast.alice, space=Space.objects.get(unit=cast.unit))
    other = scheduled(cast.bob)
    cast.alice.postings.all().delete()
    sync_unit_spaces()
    assert publish_due() == 1
    post.refresh_from_db()
    other.refresh_from_db()
    assert post.published_at is None
    assert post.publish_at is None
    assert other.is_live
    assert AuditEvent.objects.filter(verb="post.not_published").exists()
    client = as_user(cast.alice)
    assert soup(client.get("/drafts/")).select_one(".errors")
    form = fields(client.get(f"/posts/{post.pk}/edit/"))
    assert form["audience"] == ""  # least of all everybody
    assert client.post(f"/posts/{post.pk}/edit/", form | {"intent": "publish"}).status_code == 422
    assert client.post(f"/posts/{post.pk}/draft/", form | {"body": "続き"}).status_code == 200
    post.refresh_from_db()
    assert post.space.owner == cast.alice


def test_nothing_of_somebody_who_has_left_goes_out(cast):
    post = scheduled(cast.bob)
    deactivate_person(actor=cast.frank, user=cast.bob)
    assert publish_due() == 0
    post.refresh_from_db()
    assert post.published_at is None
