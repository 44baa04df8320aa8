"""The editor saves by itself, and two editors at once lose nothing. The contract is that of static/js/editor."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from blogs.models import Category, Post
from sns.core.ratelimit import Limit
from sns.entries.actions import drop_unused_tags
from sns.entries.models import Tag, WorkingCopy
from tests.blogs.pages import fields, soup
from tests.factories import make_post


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def draft(as_user, cast, company):
    """Alice's first automatic saving: (client, the form as sent, the answer)."""
    client = as_user(cast.alice)
    form = {
        "title": "書きかけ",
        "body": "一行目",
        "audience": str(company.pk),
        "submission": str(uuid.uuid4()),
        "version": "",
    }
    return client, form, client.post("/drafts/", form).json()


def test_the_first_saving_makes_a_draft_and_says_where_it_lives(draft):
    _client, _form, answer = draft
    post = Post.objects.get()
    assert answer["draft_url"] == f"/posts/{post.pk}/edit/"
    assert answer["autosave_url"] == f"/posts/{post.pk}/draft/"
    assert answer["version"] == post.version
    assert answer["saved_at"].endswith("Z")
    assert post.published_at is None


def test_later_savings_go_to_the_same_draft(draft):
    client, form, answer = draft
    later = client.post(answer["autosave_url"], form | {"body": "一行目\n二行目", "version": answer["version"]})
    assert later.status_code == 200
    assert later.json()["version"] > answer["version"]
    assert Post.objects.get().body == "一行目\n二行目"


def test_a_creating_request_whose_answer_was_lost_finds_its_draft_again(draft):
    client, form, _answer = draft
    again = client.post("/drafts/", form | {"body": "続けて書いた"})
    assert again.status_code == 200
    assert Post.objects.get().body == "続けて書いた"


def test_the_same_text_sent_again_with_an_old_version_is_no_conflict(draft):
    client, form, answer = draft
    longer = form | {"body": "もっと", "version": answer["version"]}
    saved = client.post(answer["autosave_url"], longer).json()
    again = client.post(answer["autosave_url"], longer)
    assert again.status_code == 200
    assert again.json()["version"] == saved["version"]


def test_another_text_with_an_old_version_is_a_conflict_and_changes_nothing(draft):
    client, form, answer = draft
    url = answer["autosave_url"]
    client.post(url, form | {"body": "窓A", "version": answer["version"]})
    clash = client.post(url, form | {"body": "窓B", "version": answer["version"]})
    assert clash.status_code == 409
    assert clash.json() == {"conflict": True, "edit_url": answer["draft_url"]}
    assert Post.objects.get().body == "窓A"


@pytest.mark.parametrize(
    "partial",
    [
        {"title": ""},
        {"body": ""},
        {"audience": "999999"},
        {"tags": "!!!"},
        {"title": "あ" * 300},
        {"publish_date": "nonsense"},
        {"categories": "x"},
    ],
)
def test_a_draft_is_never_refused_for_other_fields(draft, partial):
    client, form, answer = draft
    saved = client.post(answer["autosave_url"], form | {"version": answer["version"]} | partial)
    assert saved.status_code == 200


def test_half_typed_names_make_no_categories_and_leave_no_tags_behind(draft):
    client, form, answer = draft
    half = form | {"version": answer["version"], "new_category": "読", "tags": "勉"}
    saved = client.post(answer["autosave_url"], half).json()
    client.post(answer["autosave_url"], half | {"version": saved["version"], "tags": "勉強会"})
    assert not Category.objects.exists()
    drop_unused_tags()
    assert [tag.label for tag in Tag.objects.all()] == ["勉強会"]


def test_a_draft_with_an_impossible_audience_stays_with_its_author(as_user, cast):
    as_user(cast.alice).post("/drafts/", {"title": "a", "audience": "999", "submission": str(uuid.uuid4())})
    assert Post.objects.get().space.owner == cast.alice


def test_nothing_at_all_is_not_saved(as_user, cast):
    answer = as_user(cast.alice).post("/drafts/", {"title": " ", "body": "\n"})
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Post.objects.exists()


def test_a_text_too_long_is_named_and_not_cut(draft):
    client, form, answer = draft
    refused = client.post(answer["autosave_url"], form | {"body": "あ" * 100_001, "version": answer["version"]})
    assert refused.status_code == 422
    assert "100,000" in refused.json()["error"]
    assert Post.objects.get().body == "一行目"


def test_too_many_savings_are_asked_to_wait(draft, monkeypatch):
    client, form, answer = draft
    monkeypatch.setattr("blogs.views.autosave.AUTOSAVES", Limit("autosaves", count=0, seconds=60))
    refused = client.post(answer["autosave_url"], form)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60


def test_typing_in_a_published_post_never_shows_to_readers_and_is_offered_later(as_user, cast):
    post = make_post(cast.alice, title="元の題名", body="元の本文")
    client = as_user(cast.alice)
    form = fields(client.get(f"/posts/{post.pk}/edit/")) | {"body": "まだ見せない", "tags": "秘密"}
    answer = client.post(f"/posts/{post.pk}/draft/", form)
    assert answer.status_code == 200
    assert answer.json()["version"] == post.version
    assert "まだ見せない" not in as_user(cast.bob).get(f"/posts/{post.pk}/").content.decode()
    client = as_user(cast.alice)
    opened = client.get(f"/posts/{post.pk}/edit/")
    assert fields(opened)["body"] == "元の本文"
    assert soup(opened).select_one(f'a[href="/posts/{post.pk}/edit/?copy=1"]')
    restored = fields(client.get(f"/posts/{post.pk}/edit/?copy=1"))
    assert (restored["title"], restored["body"], restored["tags"]) == ("元の題名", "まだ見せない", "秘密")
    client.post(f"/posts/{post.pk}/edit/", restored | {"intent": "publish"})
    post.refresh_from_db()
    assert post.body == "まだ見せない"
    assert not WorkingCopy.objects.exists()


def test_a_working_copy_can_be_thrown_away(as_user, cast):
    post = make_post(cast.alice)
    client = as_user(cast.alice)
    client.post(f"/posts/{post.pk}/draft/", fields(client.get(f"/posts/{post.pk}/edit/")) | {"body": "x"})
    client.post(f"/posts/{post.pk}/draft/drop/")
    assert not WorkingCopy.objects.exists()


def test_typing_in_a_scheduled_post_does_not_change_what_goes_out(as_user, cast, draft):
    client, form, answer = draft
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    client.post(
        answer["draft_url"],
        form
        | {
            "intent": "schedule",
            "publish_date": day,
            "publish_time": "9:00",
            "version": answer["version"],
        },
    )
    post = Post.objects.get()
    saved = client.post(answer["autosave_url"], form | {"body": "途中", "version": post.version})
    assert saved.status_code == 200
    post.refresh_from_db()
    assert post.body == "一行目"
    assert WorkingCopy.objects.get().fields["body"] == "途中"


@pytest.fixture
def two_windows(as_user, cast):
    """A published post; the second window's answer after both have saved."""
    post = make_post(cast.alice, title="題名", body="一つ目の文。\n二つ目の文。")
    client = as_user(cast.alice)
    page = fields(client.get(f"/posts/{post.pk}/edit/")) | {"intent": "publish"}
    client.post(f"/posts/{post.pk}/edit/", page | {"body": "一つ目を直した。\n二つ目の文。"})
    clash = client.post(f"/posts/{post.pk}/edit/", page | {"body": "一つ目の文。\n二つ目も直した。", "tags": "会議"})
    return client, post, clash


def test_the_second_editor_gets_both_texts_and_nothing_is_saved(two_windows):
    _client, post, clash = two_windows
    assert clash.status_code == 409
    html = clash.content.decode()
    assert "一つ目を直した。" in html
    assert "二つ目も直した。" in html
    assert soup(clash).select(".diff ins")
    post.refresh_from_db()
    assert post.body == "一つ目を直した。\n二つ目の文。"


@pytest.mark.parametrize(
    ("choice", "changes", "body"),
    [
        ("theirs", {}, "一つ目を直した。\n二つ目の文。"),
        ("mine", {"body": "箱の中で消した"}, "一つ目の文。\n二つ目も直した。"),
        ("merged", {"body": "一つ目を直した。\n二つ目も直した。"}, "一つ目を直した。\n二つ目も直した。"),
    ],
)
def test_he_chooses_one_text_or_puts_both_together(two_windows, choice, changes, body):
    client, post, clash = two_windows
    form = fields(clash, "main form") | {"choice": choice} | changes
    client.post(f"/posts/{post.pk}/edit/", form)
    post.refresh_from_db()
    assert post.body == body
    assert "一つ目を直した。\n二つ目の文。" in post.revisions.values_list("body", flat=True)
    if choice != "theirs":
        assert list(post.entry_tags.values_list("tag__label", flat=True)) == ["会議"]


def test_a_third_saving_while_he_chooses_is_noticed_again(two_windows):
    client, post, clash = two_windows
    form = fields(clash, "main form")
    page = fields(client.get(f"/posts/{post.pk}/edit/"))
    client.post(f"/posts/{post.pk}/edit/", page | {"intent": "publish", "body": "三人目"})
    assert client.post(f"/posts/{post.pk}/edit/", form | {"choice": "mine"}).status_code == 409
