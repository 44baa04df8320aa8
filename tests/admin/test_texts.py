"""What administrators see of texts and what they can do with them."""

import pytest
from django.utils import timezone

from sns.audit.models import AuditEvent
from sns.discussion.models import Flag
from sns.discussion.moderation import report
from sns.entries.models import Entry
from sns.notifications.models import Notification, Verb
from sns.ops.moderation import OPEN_SECONDS
from sns.publishing import save_draft, withdraw
from sns.spaces.actions import ensure_personal_space
from tests.factories import draft_post, make_comment, make_post


@pytest.fixture
def open_post(cast):
    return make_post(cast.alice, "公開の題", "公開の本文です。")


@pytest.fixture
def closed_post(cast):
    """In alice's unit, which frank is not a member of."""
    return make_post(cast.alice, "部内の題", "部内の本文です。", space=cast.unit.space)


def page(client, kind: str, pk: int, act: str = "change") -> str:
    response = client.get(f"/admin/{kind}/{pk}/{act}/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_open_text_is_shown_and_nothing_of_it_can_be_changed(admin, open_post):
    text = page(admin, "entries/entry", open_post.pk)
    assert "公開の本文です。" in text
    assert 'name="body"' not in text
    assert 'name="title"' not in text
    url = f"/admin/entries/entry/{open_post.pk}/change/"
    assert admin.post(url, {"title": "別の題", "body": "別の本文"}).status_code == 403
    open_post.refresh_from_db()
    assert (open_post.title, open_post.body) == ("公開の題", "公開の本文です。")


@pytest.mark.parametrize("kind", ["entries/entry", "discussion/comment", "discussion/flag", "audit/auditevent"])
def test_nothing_is_added_or_deleted(admin, cast, open_post, kind):
    comment = make_comment(open_post, cast.bob)
    flag = report(actor=cast.bob, entry=open_post, reason="？")
    event = AuditEvent.objects.first()
    pk = {"entry": open_post, "comment": comment, "flag": flag, "auditevent": event}[kind.split("/")[1]].pk
    assert admin.get(f"/admin/{kind}/add/").status_code == 403
    assert admin.post(f"/admin/{kind}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_closed_text_is_neither_shown_nor_named_nor_found(admin, cast, closed_post):
    comment = make_comment(closed_post, cast.bob, "部内のコメント。")
    for text in (
        page(admin, "entries/entry", closed_post.pk),
        page(admin, "discussion/comment", comment.pk),
        admin.get("/admin/entries/entry/").content.decode(),
        admin.get("/admin/discussion/comment/").content.decode(),
        page(admin, "entries/entry", closed_post.pk, "open"),
        page(admin, "entries/entry", closed_post.pk, "withdraw"),
    ):
        assert "部内の" not in text
    assert f"#{closed_post.pk}" in admin.get("/admin/entries/entry/").content.decode()
    found = admin.get("/admin/entries/entry/?q=部内の題").context["cl"].result_list
    assert list(found) == []


def test_a_closed_text_opens_for_a_reason_that_is_recorded(admin, cast, closed_post):
    url = f"/admin/entries/entry/{closed_post.pk}/open/"
    assert admin.post(url, {"reason": " "}).status_code == 200
    assert not AuditEvent.objects.filter(verb="entry.opened").exists()
    assert admin.post(url, {"reason": "取引先からの照会"}).status_code == 302
    assert "部内の本文です。" in page(admin, "entries/entry", closed_post.pk)
    event = AuditEvent.objects.get(verb="entry.opened")
    assert (event.actor_id, event.data) == (cast.frank.pk, {"reason": "取引先からの照会"})
    assert event.subject_id == str(closed_post.pk)


def test_it_closes_again_after_half_an_hour(admin, closed_post):
    admin.post(f"/admin/entries/entry/{closed_post.pk}/open/", {"reason": "照会"})
    session = admin.session
    key = f"entry:{closed_post.pk}"
    session["opened_texts"] = {key: timezone.now().timestamp() - OPEN_SECONDS - 1}
    session.save()
    assert "部内の" not in page(admin, "entries/entry", closed_post.pk)


def test_a_report_shows_the_reported_text_and_only_that(admin, cast, closed_post):
    comment = make_comment(closed_post, cast.bob, "部内のコメント。")
    flag = report(actor=cast.alice, entry=closed_post, comment=comment, reason="言い過ぎ")
    assert "部内のコメント。" in page(admin, "discussion/flag", flag.pk)
    assert "部内のコメント。" in page(admin, "discussion/comment", comment.pk)
    assert "部内の本文" not in page(admin, "entries/entry", closed_post.pk)


def test_drafts_and_personal_texts_have_no_page(admin, cast):
    draft = save_draft(actor=cast.alice, entry=draft_post(cast.alice, "下書きの題"))
    own = make_post(cast.alice, "自分だけの題", space=ensure_personal_space(user=cast.alice))
    listed = admin.get("/admin/entries/entry/").content.decode()
    for entry in (draft, own):
        assert admin.get(f"/admin/entries/entry/{entry.pk}/change/").status_code == 302
        assert admin.post(f"/admin/entries/entry/{entry.pk}/open/", {"reason": "x"}).status_code == 404
        assert entry.title not in listed
    assert "1 published, 1 drafts" in page(admin, "people/user", cast.alice.pk)


def test_a_post_is_withdrawn_with_a_reason_that_its_author_is_told(admin, cast, open_post):
    url = f"/admin/entries/entry/{open_post.pk}/withdraw/"
    assert admin.post(url, {"reason": ""}).status_code == 200
    assert Entry.objects.get(pk=open_post.pk).is_live
    assert admin.post(url, {"reason": "個人情報"}).status_code == 302
    entry = Entry.objects.get(pk=open_post.pk)
    assert (entry.is_live, entry.withdrawn_by, entry.withdrawn_reason) == (False, cast.frank, "個人情報")
    told = Notification.objects.get(user=cast.alice)
    assert (told.verb, told.excerpt) == (Verb.REMOVED, "個人情報")
    assert AuditEvent.objects.filter(verb="entry.withdrawn", actor_id=cast.frank.pk).count() == 1
    assert admin.post(f"/admin/entries/entry/{open_post.pk}/restore/").status_code == 302
    assert Entry.objects.get(pk=open_post.pk).is_live
    assert AuditEvent.objects.filter(verb="entry.restored").count() == 1


def test_what_its_author_threw_away_is_not_restored_by_others(admin, cast, open_post):
    withdraw(actor=cast.alice, entry=open_post)
    assert admin.post(f"/admin/entries/entry/{open_post.pk}/restore/").status_code == 403


def test_a_comment_is_removed_and_restored(admin, cast, open_post):
    comment = make_comment(open_post, cast.bob)
    url = f"/admin/discussion/comment/{comment.pk}"
    assert admin.post(f"{url}/remove/", {"reason": "言い過ぎ"}).status_code == 302
    comment.refresh_from_db()
    assert comment.removed_reason == "言い過ぎ"
    assert Entry.objects.get(pk=open_post.pk).comment_count == 0
    assert admin.post(f"{url}/restore/").status_code == 302
    comment.refresh_from_db()
    assert (comment.removed_at, comment.removed_reason) == (None, "")
    assert Entry.objects.get(pk=open_post.pk).comment_count == 1
    assert AuditEvent.objects.filter(verb__in=["comment.removed", "comment.restored"]).count() == 2


def test_a_report_is_settled_and_the_text_stays(admin, cast, open_post):
    flag = report(actor=cast.bob, entry=open_post, reason="？")
    other = report(actor=cast.carol, entry=open_post, reason="！")
    assert admin.post(f"/admin/discussion/flag/{flag.pk}/keep/").status_code == 302
    assert Flag.objects.filter(pk__in=[flag.pk, other.pk], settled_by=cast.frank).count() == 2
    assert Entry.objects.get(pk=open_post.pk).is_live
    assert AuditEvent.objects.get(verb="report.settled").data == {"outcome": "kept", "reports": 2}


def test_a_report_is_settled_by_removing_the_text(admin, cast, closed_post):
    comment = make_comment(closed_post, cast.bob)
    flag = report(actor=cast.alice, entry=closed_post, comment=comment, reason="言い過ぎ")
    assert admin.post(f"/admin/discussion/flag/{flag.pk}/remove/", {"reason": "暴言"}).status_code == 302
    comment.refresh_from_db()
    flag.refresh_from_db()
    assert comment.removed_by == flag.settled_by == cast.frank
    assert Entry.objects.get(pk=closed_post.pk).is_live
    assert admin.post(f"/admin/discussion/flag/{flag.pk}/remove/", {"reason": "x"}).status_code == 403
