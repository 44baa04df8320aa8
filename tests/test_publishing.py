"""The one door: who sees what when, and what is told to whom."""

import pytest
from django.core.exceptions import PermissionDenied

from sns.entries.models import Entry, EntryTag, Revision
from sns.links.queries import backlinks
from sns.notifications.models import Notification
from sns.publishing import EditConflict, publish, restore, revise, save_draft, withdraw
from sns.spaces.actions import ensure_personal_space
from tests.factories import draft_post, make_post


def seen_by(user):
    return set(Entry.objects.visible_to(type(user).objects.get(pk=user.pk)).values_list("title", flat=True))


def test_a_post_for_the_company_is_seen_by_every_active_person(cast):
    make_post(cast.alice, "みんなへ")
    assert seen_by(cast.carol) == seen_by(cast.erin) == {"みんなへ"}
    assert seen_by(cast.dave) == set()


def test_a_post_for_a_unit_is_seen_by_its_people_alone(cast):
    make_post(cast.alice, "開発部だけ", space=cast.unit.space)
    assert seen_by(cast.bob) == {"開発部だけ"}
    assert seen_by(cast.carol) == seen_by(cast.frank) == set()


def test_only_me_means_only_me(cast):
    make_post(cast.alice, "日記", space=ensure_personal_space(user=cast.alice))
    assert seen_by(cast.alice) == {"日記"}
    assert seen_by(cast.bob) == seen_by(cast.frank) == set()


def test_a_draft_is_seen_by_nobody_in_lists(cast):
    save_draft(actor=cast.alice, entry=draft_post(cast.alice, "書きかけ"))
    assert seen_by(cast.alice) == seen_by(cast.bob) == set()
    assert Entry.objects.drafts_of(cast.alice).count() == 1
    assert Entry.objects.drafts_of(cast.bob).count() == 0


def test_nobody_publishes_in_a_space_he_cannot_see(cast):
    with pytest.raises(PermissionDenied):
        make_post(cast.carol, space=cast.unit.space)


def test_publishing_renders_tags_and_keeps_a_revision(cast):
    post = make_post(cast.alice, body="**太字** と #勉強会 の話", tags=["改善"])
    post.refresh_from_db()
    assert "<strong>太字</strong>" in post.body_html
    assert set(EntryTag.objects.values_list("tag__name", flat=True)) == {"勉強会", "改善"}
    assert Revision.objects.get(entry=post).body == post.body


def test_mentioned_people_who_may_read_are_told_once(cast):
    make_post(cast.alice, body="@bob さん、@carol さんへ", space=cast.unit.space)
    assert list(Notification.objects.values_list("user__handle", "verb")) == [("bob", "mention")]


def test_a_revision_tells_only_the_newly_mentioned(cast):
    post = make_post(cast.alice, body="@bob さんへ")
    Notification.objects.all().delete()
    post.body = "@bob さん、@carol さんへ"
    revise(actor=cast.alice, entry=post, tags=[], base_version=1)
    assert list(Notification.objects.values_list("user__handle", flat=True)) == ["carol"]


def test_the_second_of_two_editors_gets_the_stored_text(cast):
    post = make_post(cast.alice, body="最初")
    first, second = Entry.objects.get(pk=post.pk), Entry.objects.get(pk=post.pk)
    first.body = "一人目"
    revise(actor=cast.alice, entry=first, tags=[], base_version=1)
    second.body = "二人目"
    with pytest.raises(EditConflict) as conflict:
        revise(actor=cast.alice, entry=second, tags=[], base_version=1)
    assert conflict.value.current.body == "一人目"
    assert Entry.objects.get(pk=post.pk).body == "一人目"


def test_saving_a_text_leaves_counters_of_meanwhile_alone(cast):
    post = make_post(cast.alice)
    Entry.objects.filter(pk=post.pk).update(comment_count=3, reaction_counts={"like": 2}, reader_count=5)
    post.body = "直しました"
    revise(actor=cast.alice, entry=post, tags=[], base_version=1)
    stored = Entry.objects.get(pk=post.pk)
    assert (stored.comment_count, stored.reaction_counts, stored.reader_count) == (3, {"like": 2}, 5)


def test_a_link_makes_a_backlink_that_only_its_readers_see(cast):
    target = make_post(cast.alice, "元の記事")
    make_post(cast.bob, "続き", body=f"[元](/posts/{target.pk}/)の続き", space=cast.unit.space)
    assert [link.source.title for link in backlinks(target, cast.alice)] == ["続き"]
    assert list(backlinks(target, cast.carol)) == []


def test_a_title_is_shown_in_a_text_only_where_all_its_readers_may_see_it(cast):
    secret = make_post(cast.alice, "秘密の題", space=cast.unit.space)
    inside = make_post(cast.alice, body=f"/posts/{secret.pk}/", space=cast.unit.space)
    outside = make_post(cast.alice, body=f"/posts/{secret.pk}/")
    assert "秘密の題" in inside.body_html
    assert "秘密の題" not in outside.body_html


def test_the_trash_hides_and_gives_back_with_its_tags(cast):
    post = make_post(cast.alice, tags=["勉強会"])
    withdraw(actor=cast.alice, entry=post)
    assert seen_by(cast.alice) == set()
    assert EntryTag.objects.get().published_at is None
    restore(actor=cast.alice, entry=post)
    assert seen_by(cast.bob) == {"題名"}
    assert EntryTag.objects.get().published_at == post.published_at


def test_an_administrator_withdraws_with_a_reason_and_the_author_is_told(cast):
    post = make_post(cast.alice)
    withdraw(actor=cast.frank, entry=post, reason="個人情報が写っています")
    assert Notification.objects.get(user=cast.alice).excerpt == "個人情報が写っています"
    with pytest.raises(PermissionDenied):
        restore(actor=cast.alice, entry=post)


def test_nobody_else_withdraws_or_edits(cast):
    post = make_post(cast.alice)
    for outsider in (cast.bob, cast.erin):
        with pytest.raises(PermissionDenied):
            withdraw(actor=outsider, entry=post)
    with pytest.raises(PermissionDenied):
        revise(actor=cast.frank, entry=post, tags=[], base_version=1)


def test_publishing_twice_is_refused(cast):
    post = make_post(cast.alice)
    with pytest.raises(EditConflict):
        publish(actor=cast.alice, entry=Entry.objects.get(pk=post.pk), base_version=0)
