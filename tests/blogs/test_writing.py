"""From the empty editor to the published post, and everything that may go wrong between."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from blogs.models import Category, Post
from blogs.skeletons import SKELETONS
from sns.core.ratelimit import Limit
from sns.links.models import EntryLink
from sns.spaces.models import Space
from tests.blogs.pages import fields, wrong
from tests.factories import make_post

NEW = "/posts/new/"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


def filled(company, **changes) -> dict:
    return {
        "title": "朝会を3回やってみた",
        "body": "最初の2回は20人来ました。",
        "tags": "勉強会、 朝会,失敗",
        "audience": str(company.pk),
        "submission": str(uuid.uuid4()),
        "intent": "publish",
    } | changes


def test_a_post_is_written_published_and_read(as_user, cast, company):
    answer = as_user(cast.alice).post(NEW, filled(company))
    post = Post.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/posts/{post.pk}/"
    page = as_user(cast.carol).get(answer["Location"])
    assert page.status_code == 200
    html = page.content.decode()
    assert "朝会を3回やってみた" in html
    assert "最初の2回は20人来ました。" in html
    assert "#朝会" in html
    assert set(post.entry_tags.values_list("tag__label", flat=True)) == {"勉強会", "朝会", "失敗"}


@pytest.mark.parametrize("skeleton", SKELETONS, ids=lambda s: s.flavour)
def test_each_template_opens_with_guiding_words_and_keeps_its_sort(as_user, cast, company, skeleton):
    page = as_user(cast.carol).get(skeleton.url)
    assert page.status_code == 200
    form = fields(page)
    assert form["body"].startswith(("## ", "- "))
    as_user(cast.carol).post(NEW, filled(company, flavour=form["flavour"]))
    assert Post.objects.get().flavour == skeleton.flavour


def test_an_unknown_template_is_an_empty_editor(as_user, cast):
    assert fields(as_user(cast.alice).get(NEW + "?template=nonsense"))["body"] == ""


def test_a_double_click_posts_once(as_user, cast, company):
    form = filled(company)
    client = as_user(cast.alice)
    first, second = client.post(NEW, form), client.post(NEW, form)
    assert first["Location"] == second["Location"]
    assert Post.objects.count() == 1
    assert Post.objects.get().revisions.count() == 1


def test_somebody_elses_form_number_leads_nowhere(as_user, cast, company):
    form = filled(company)
    as_user(cast.alice).post(NEW, form)
    assert as_user(cast.bob).post(NEW, form).status_code == 400
    assert not Post.objects.filter(author=cast.bob).exists()


def test_going_back_and_publishing_a_better_text_keeps_the_first_in_the_history(as_user, cast, company):
    form = filled(company)
    client = as_user(cast.alice)
    client.post(NEW, form)
    client.post(NEW, form | {"body": "直しました。"})
    post = Post.objects.get()
    assert post.body == "直しました。"
    assert post.revisions.count() == 2


def test_a_draft_is_seen_by_its_author_alone(as_user, cast, company):
    answer = as_user(cast.alice).post(NEW, filled(company, intent="draft"))
    post = Post.objects.get()
    assert answer["Location"] == f"/posts/{post.pk}/edit/"
    assert post.published_at is None
    assert as_user(cast.bob).get(f"/posts/{post.pk}/").status_code == 404
    assert as_user(cast.bob).get(f"/posts/{post.pk}/edit/").status_code == 404
    assert as_user(cast.alice).get(f"/posts/{post.pk}/")["Location"] == f"/posts/{post.pk}/edit/"
    assert "朝会を3回やってみた" in as_user(cast.alice).get("/drafts/").content.decode()
    assert "朝会を3回やってみた" not in as_user(cast.bob).get("/drafts/").content.decode()


def test_a_draft_needs_neither_title_nor_tags(as_user, cast, company):
    as_user(cast.alice).post(NEW, filled(company, intent="draft", title="", tags=""))
    assert Post.objects.get().title == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "あ" * 201}, "title"),
        ({"body": "  \n "}, "body"),
        ({"body": "あ" * 100_001}, "body"),
        ({"tags": "!!!"}, "tags"),
        ({"tags": "x" * 51}, "tags"),
        ({"tags": " ".join(f"tag{n}" for n in range(21))}, "tags"),
        ({"audience": "999999999"}, "audience"),
        ({"audience": ""}, "audience"),
        ({"audience": "9" * 40}, "audience"),
        ({"categories": "999999999"}, "categories"),
        ({"categories": "nonsense"}, "categories"),
        ({"new_category": "x" * 101}, "new_category"),
        ({"flavour": "nonsense"}, "flavour"),
        ({"intent": "schedule", "publish_time": "9:00"}, "publish_date"),
        ({"intent": "schedule", "publish_date": "2030-13-45", "publish_time": "9:00"}, "publish_date"),
        ({"intent": "schedule", "publish_date": "0001-01-01", "publish_time": "00:00"}, "publish_date"),
        ({"intent": "schedule", "publish_date": "9999-12-31", "publish_time": "23:59"}, "publish_date"),
        ({"intent": "schedule", "publish_date": "2026-01-01", "publish_time": "x"}, "publish_time"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_everything_typed_is_kept(as_user, cast, company, changes, field):
    answer = as_user(cast.alice).post(NEW, filled(company, **changes))
    assert answer.status_code == 422
    assert wrong(answer) == {field}
    sent, kept = filled(company, **changes), fields(answer)
    assert {name: kept[name] for name in ("title", "tags", "body")} == {
        name: sent[name].rstrip("\n") for name in ("title", "tags", "body")
    }
    assert not Post.objects.exists()


@pytest.mark.parametrize("changes", [{"version": "abc"}, {"version": "9" * 30}, {"submission": "abc"}])
def test_a_damaged_hidden_field_is_no_server_error(as_user, cast, company, changes):
    assert as_user(cast.alice).post(NEW, filled(company, **changes)).status_code == 422


def test_nul_characters_do_not_break_anything(as_user, cast, company):
    as_user(cast.alice).post(NEW, filled(company, title="題\x00名", body="本\x00文"))
    assert Post.objects.get().title == "題名"


def test_a_space_one_is_not_a_member_of_is_refused(as_user, cast, company):
    foreign = Space.objects.get(unit=cast.other_unit)
    answer = as_user(cast.alice).post(NEW, filled(company, audience=str(foreign.pk)))
    assert answer.status_code == 422
    assert wrong(answer) == {"audience"}


def test_somebody_elses_category_is_refused(as_user, cast, company):
    foreign = Category.objects.create(owner=cast.bob, name="坂東の棚")
    answer = as_user(cast.alice).post(NEW, filled(company, categories=[foreign.pk]))
    assert wrong(answer) == {"categories"}


def test_a_new_category_is_made_by_typing_its_name_and_used_again(as_user, cast, company):
    client = as_user(cast.alice)
    client.post(NEW, filled(company, new_category=" 読書  メモ "))
    client.post(NEW, filled(company, new_category="読書 メモ"))
    shelf = Category.objects.get()
    assert (shelf.owner, shelf.name, shelf.posts.count()) == (cast.alice, "読書 メモ", 2)


def test_only_me_stays_with_me(as_user, cast, company):
    as_user(cast.alice).post(NEW, filled(company, audience="me"))
    post = Post.objects.get()
    assert post.space.owner == cast.alice
    assert as_user(cast.alice).get(f"/posts/{post.pk}/").status_code == 200
    assert as_user(cast.frank).get(f"/posts/{post.pk}/").status_code == 404


def test_a_post_for_the_unit_is_seen_in_the_unit_only(as_user, cast, company):
    unit = Space.objects.get(unit=cast.unit)
    as_user(cast.alice).post(NEW, filled(company, audience=str(unit.pk)))
    path = f"/posts/{Post.objects.get().pk}/"
    assert as_user(cast.bob).get(path).status_code == 200
    assert as_user(cast.carol).get(path).status_code == 404


def test_the_preview_works_without_javascript_and_saves_nothing(as_user, cast, company):
    answer = as_user(cast.alice).post(NEW, filled(company, intent="preview", body="**太字** です"))
    assert answer.status_code == 200
    assert "<strong>太字</strong>" in answer.content.decode()
    assert fields(answer)["body"] == "**太字** です"
    assert not Post.objects.exists()


def test_the_live_preview_answers_a_sanitised_fragment(as_user, cast):
    answer = as_user(cast.alice).post("/posts/preview/", {"body": "<script>alert(1)</script> **a**"})
    html = answer.content.decode()
    assert "<strong>a</strong>" in html
    assert "<script" not in html
    assert "<html" not in html


def test_a_scheduled_post_is_set_in_the_authors_zone(as_user, cast, company):
    cast.carol.time_zone = "America/New_York"
    cast.carol.save()
    day = timezone.localdate() + timedelta(days=3)
    form = filled(company, intent="schedule", publish_date=day.isoformat(), publish_time="09:30")
    answer = as_user(cast.carol).post(NEW, form)
    assert answer["Location"] == "/drafts/"
    post = Post.objects.get()
    assert post.published_at is None
    expected = datetime.combine(day, datetime.min.time().replace(hour=9, minute=30))
    assert post.publish_at == expected.replace(tzinfo=ZoneInfo("America/New_York"))


def test_saving_a_scheduled_post_as_a_draft_takes_the_time_back(as_user, cast, company):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    client = as_user(cast.alice)
    client.post(NEW, filled(company, intent="schedule", publish_date=day, publish_time="09:30"))
    post = Post.objects.get()
    client.post(f"/posts/{post.pk}/edit/", filled(company, intent="draft", version=post.version))
    post.refresh_from_db()
    assert post.publish_at is None


@pytest.mark.parametrize("intent", ["draft", "schedule", "nonsense"])
def test_a_published_post_cannot_become_a_draft_again_by_a_crafted_form(as_user, cast, company, intent):
    post = make_post(cast.alice)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    form = filled(company, intent=intent, version=post.version, publish_date=day, publish_time="9:00")
    as_user(cast.alice).post(f"/posts/{post.pk}/edit/", form)
    post.refresh_from_db()
    assert post.is_live
    assert post.publish_at is None
    assert post.revisions.count() == 2


def test_too_many_posts_are_refused_and_the_text_is_kept(as_user, cast, company, monkeypatch):
    monkeypatch.setattr("blogs.views.writing.POSTS", Limit("posts", count=1, seconds=3600))
    client = as_user(cast.alice)
    client.post(NEW, filled(company))
    answer = client.post(NEW, filled(company, body="二つ目の投稿"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "二つ目の投稿" in answer.content.decode()
    assert Post.objects.count() == 1


def test_too_many_previews_are_refused(as_user, cast, monkeypatch):
    monkeypatch.setattr("blogs.views.writing.PREVIEWS", Limit("previews", count=0, seconds=300))
    assert as_user(cast.alice).post("/posts/preview/", {"body": "a"}).status_code == 429


def test_how_a_post_relates_to_another_is_asked_and_kept(as_user, cast, company):
    target = make_post(cast.bob, title="発表の輪番")
    client = as_user(cast.alice)
    client.post(NEW, filled(company, intent="draft", body=f"/posts/{target.pk}/ を試しました。"))
    post = Post.objects.get(author=cast.alice)
    page = client.get(f"/posts/{post.pk}/edit/")
    assert f"relation_{target.pk}" in fields(page)
    assert "発表の輪番" in page.content.decode()
    form = filled(company, body=post.body, version=post.version) | {f"relation_{target.pk}": "tried"}
    client.post(f"/posts/{post.pk}/edit/", form)
    assert EntryLink.objects.get().relation == "tried"
    assert "発表の輪番" in as_user(cast.bob).get(f"/posts/{post.pk}/").content.decode()
    assert "tried it too" in as_user(cast.carol).get(f"/posts/{target.pk}/").content.decode()


def test_the_relation_can_be_said_on_the_published_post(as_user, cast, company):
    target = make_post(cast.bob, title="発表の輪番")
    client = as_user(cast.alice)
    client.post(NEW, filled(company, body=f"/posts/{target.pk}/ を試しました。"))
    path = f"/posts/{Post.objects.get(author=cast.alice).pk}/"
    assert f'name="{target.pk}"' in client.get(path).content.decode()
    client.post(f"{path}relations/", {str(target.pk): "failed"})
    assert EntryLink.objects.get().relation == "failed"
    client.post(f"{path}relations/", {str(target.pk): "nonsense"})
    assert EntryLink.objects.get().relation == "failed"
    assert as_user(cast.bob).post(f"{path}relations/", {str(target.pk): "cites"}).status_code == 403


def test_a_templates_advice_left_standing_is_not_published(as_user, cast, company):
    client = as_user(cast.alice)
    form = fields(client.get("/posts/new/?template=lesson"))
    body = form["body"].replace("## 試したこと", "## 試したこと\n朝会（毎日）")
    client.post(NEW, form | {"title": "朝会", "body": body, "intent": "draft"})
    draft = Post.objects.get()
    assert draft.body.count("（") > 3
    client.post(f"/posts/{draft.pk}/edit/", fields(client.get(f"/posts/{draft.pk}/edit/")) | {"intent": "publish"})
    draft.refresh_from_db()
    assert draft.body.count("（") == 1
    assert "朝会（毎日）" in draft.body


def test_a_hidden_post_is_not_named_to_somebody_who_links_to_it(as_user, cast, company):
    secret = make_post(cast.carol, title="秘密の題名", space=Space.objects.get(unit=cast.other_unit))
    client = as_user(cast.alice)
    client.post(NEW, filled(company, intent="draft", body=f"/posts/{secret.pk}/"))
    page = client.get(f"/posts/{Post.objects.get(author=cast.alice).pk}/edit/")
    assert "秘密の題名" not in page.content.decode()


def test_another_persons_post_cannot_be_edited_or_deleted(as_user, cast, company):
    post = make_post(cast.alice)
    client = as_user(cast.bob)
    for path in ("edit/", "delete/", "revisions/"):
        assert client.get(f"/posts/{post.pk}/{path}").status_code == 403
    assert client.post(f"/posts/{post.pk}/edit/", filled(company, version=1)).status_code == 403
    assert client.post(f"/posts/{post.pk}/draft/", filled(company, version=1)).status_code == 403
    assert client.post(f"/posts/{post.pk}/delete/").status_code == 403
    assert client.post(f"/posts/{post.pk}/restore/").status_code == 404
    assert client.post(f"/posts/{post.pk}/revisions/1/restore/").status_code == 403
    post.refresh_from_db()
    assert post.is_live
    assert post.body == "本文です。"


def test_the_administrator_does_not_edit_behind_the_authors_back(as_user, cast, company):
    post = make_post(cast.alice)
    assert as_user(cast.frank).get(f"/posts/{post.pk}/edit/").status_code == 403


@pytest.mark.parametrize("path", ["/posts/new/", "/drafts/", "/trash/", "/posts/1/", "/posts/1/edit/"])
def test_somebody_who_has_left_is_led_to_the_log_in(client, cast, path):
    client.force_login(cast.dave)
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("path", ["/posts/999999999999999999999999/", "/posts/0/", "/posts/99999999/edit/"])
def test_odd_numbers_are_404(as_user, cast, path):
    assert as_user(cast.alice).get(path).status_code == 404
