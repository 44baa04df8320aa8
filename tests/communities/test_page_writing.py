"""Who reads and writes the handbook, and how."""

import pytest
from bs4 import BeautifulSoup

from communities.actions.pages import change_page
from communities.models import Community, Page
from sns.entries.models import Entry, EntryUpload
from sns.entries.storing import store_upload
from sns.publishing import may_edit, withdraw
from sns.spaces.models import Space
from tests.communities.books import make_community, make_page
from tests.entries.files import picture


@pytest.fixture
def community(cast):
    return make_community(cast.alice, cast.bob)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def saved(page: Page, **fields) -> dict:
    return {"title": page.title, "body": page.body, "tags": "", "version": page.version} | fields


def test_a_member_writes_a_page_and_finds_it_in_the_tree(as_user, cast, community):
    client = as_user(cast.bob)
    form = soup(client.get(f"/communities/{community.pk}/handbook/new/"))
    number = form.select_one("[name=submission]")["value"]
    sent = {"title": "印刷できないとき", "body": "まず電源。", "parent": "", "tags": "プリンター", "submission": number}
    answer = client.post(f"/communities/{community.pk}/handbook/new/", sent)
    page = Page.objects.get()
    assert answer.headers["Location"] == f"/pages/{page.pk}/"
    assert (page.author, page.space_id, page.kind) == (cast.bob, community.pk, "page")
    assert "印刷できないとき" in client.get(f"/communities/{community.pk}/handbook/").content.decode()
    client.post(f"/communities/{community.pk}/handbook/new/", sent)
    assert Page.objects.count() == 1


def test_a_page_without_title_comes_back_with_what_was_typed(as_user, cast, community):
    answer = as_user(cast.bob).post(f"/communities/{community.pk}/handbook/new/", {"title": "", "body": "大事な文"})
    assert answer.status_code == 422
    assert "大事な文" in answer.content.decode()
    assert not Page.objects.exists()


def test_every_member_changes_a_page_and_its_author_stays(as_user, cast, community):
    page = make_page(cast.alice, community)
    as_user(cast.bob).post(f"/pages/{page.pk}/edit/", saved(page, body="ボブが直しました。"))
    page.refresh_from_db()
    assert (page.body, page.author) == ("ボブが直しました。", cast.alice)
    assert page.revisions.first().editor == cast.bob
    shown = as_user(cast.alice).get(f"/pages/{page.pk}/").content.decode()
    assert cast.bob.name in shown


def test_somebody_who_only_reads_along_cannot_change_it(as_user, cast, community):
    page = make_page(cast.alice, community)
    client = as_user(cast.carol)
    shown = client.get(f"/pages/{page.pk}/")
    assert shown.status_code == 200
    assert f"/pages/{page.pk}/edit/" not in shown.content.decode()
    for path in ("edit", "move", "delete"):
        assert client.get(f"/pages/{page.pk}/{path}/").status_code == 403
    assert client.post(f"/pages/{page.pk}/edit/", saved(page, body="x")).status_code == 403
    assert client.get(f"/entries/{page.pk}/revisions/").status_code == 403
    assert client.get(f"/communities/{community.pk}/handbook/new/").status_code == 403


def test_an_archived_handbook_is_only_read(as_user, cast, community):
    page = make_page(cast.alice, community)
    Space.objects.filter(pk=community.pk).update(is_archived=True)
    page = Page.objects.select_related("space").get(pk=page.pk)
    assert not may_edit(cast.alice, page)
    client = as_user(cast.alice)
    assert client.get(f"/pages/{page.pk}/").status_code == 200
    assert client.post(f"/pages/{page.pk}/edit/", saved(page, body="x")).status_code == 403
    assert client.get(f"/communities/{community.pk}/handbook/new/").status_code == 403


@pytest.mark.parametrize("access", ["closed", "secret"])
def test_an_outsider_learns_nothing_of_a_page(as_user, cast, access):
    community = make_community(cast.alice, cast.bob, access=access, name="内緒の集まり")
    page = make_page(cast.alice, community, "内緒の手順")
    client = as_user(cast.carol)
    paths = [f"/pages/{page.pk}/{path}" for path in ("", "edit/", "move/", "delete/")]
    for path in (*paths, f"/entries/{page.pk}/revisions/", f"/entries/{page.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "内緒" not in answer.content.decode()
    expected = 404 if access == "secret" else 403
    for path in ("", "new/"):
        answer = client.get(f"/communities/{community.pk}/handbook/{path}")
        assert answer.status_code == expected
        assert "内緒の手順" not in answer.content.decode()
    assert client.post(f"/pages/{page.pk}/place/", {"position": "0"}).status_code == 404


def test_of_two_editors_the_second_sees_both_texts(as_user, cast, community):
    page = make_page(cast.alice, community)
    change_page(actor=cast.bob, page=page, title="題", body="ボブの文", tags=[], base_version=page.version)
    answer = as_user(cast.alice).post(f"/pages/{page.pk}/edit/", saved(page, body="アリスの文", version=1))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "ボブの文" in text
    assert "アリスの文" in text
    assert Page.objects.get().body == "ボブの文"


def test_sending_the_same_text_twice_is_no_conflict(as_user, cast, community):
    page = make_page(cast.alice, community)
    client = as_user(cast.alice)
    for _time in range(2):
        answer = client.post(f"/pages/{page.pk}/edit/", saved(page, body="一度だけ", version=1))
        assert answer.status_code == 302
    assert page.revisions.count() == 2


def test_the_history_shows_every_editor_and_any_member_may_bring_back_an_older_text(as_user, cast, community):
    page = make_page(cast.alice, community, body="はじめの文")
    change_page(actor=cast.bob, page=page, title=page.title, body="消してしまった", tags=[], base_version=page.version)
    client = as_user(cast.bob)
    rows = soup(client.get(f"/entries/{page.pk}/revisions/")).select("tbody tr")
    assert [cast.bob.name in rows[0].text, cast.alice.name in rows[1].text] == [True, True]
    client.post(f"/entries/{page.pk}/revisions/1/restore/")
    page.refresh_from_db()
    assert page.body == "はじめの文"
    assert page.revisions.count() == 3


def test_a_picture_that_another_member_adds_is_shown_and_stays(cast, community):
    page = make_page(cast.alice, community)
    image = store_upload(actor=cast.bob, file=picture())
    text = f"![手順]({image.get_absolute_url()})"
    change_page(actor=cast.bob, page=page, title=page.title, body=text, tags=[], base_version=page.version)
    assert image.token in page.body_html
    assert EntryUpload.objects.filter(entry_id=page.pk, upload=image).exists()
    change_page(actor=cast.alice, page=page, title=page.title, body=f"{text} 。", tags=[], base_version=page.version)
    assert "<img" in page.body_html


def test_an_edit_does_not_bring_the_page_up_in_lists(cast, community):
    page = make_page(cast.alice, community)
    before = Entry.objects.get(pk=page.pk)
    change_page(actor=cast.bob, page=page, title=page.title, body="直し", tags=[], base_version=page.version)
    after = Entry.objects.get(pk=page.pk)
    assert (after.published_at, after.last_activity_at) == (before.published_at, before.last_activity_at)


def test_a_page_shows_the_way_to_it_and_its_neighbours(as_user, cast, community):
    top = make_page(cast.alice, community, "はじめに")
    child = make_page(cast.alice, community, "パスワード", top)
    last = make_page(cast.alice, community, "プリンター")
    page = soup(as_user(cast.carol).get(f"/pages/{child.pk}/"))
    trail = [link.text.strip() for link in page.select(".breadcrumb a")]
    assert (trail[-3], trail[-1]) == (community.name, "はじめに")
    assert page.select_one("a[rel=prev]")["href"] == f"/pages/{top.pk}/"
    assert page.select_one("a[rel=next]")["href"] == f"/pages/{last.pk}/"


def test_a_handbook_that_is_switched_off_is_not_there(as_user, cast, community):
    Community.objects.filter(pk=community.pk).update(tools=[])
    client = as_user(cast.alice)
    assert client.get(f"/communities/{community.pk}/handbook/").status_code == 404
    assert client.get(f"/communities/{community.pk}/handbook/new/").status_code == 404


def test_a_moderator_removes_a_page_with_a_reason(as_user, cast):
    community = make_community(cast.alice, cast.bob, moderators=[cast.carol])
    page = make_page(cast.bob, community)
    client = as_user(cast.carol)
    assert client.post(f"/pages/{page.pk}/delete/", {"reason": ""}).status_code == 422
    assert client.post(f"/pages/{page.pk}/delete/", {"reason": "個人の電話番号があります"}).status_code == 302
    page = Entry.objects.get(pk=page.pk)
    assert page.withdrawn_reason == "個人の電話番号があります"
    assert client.get(f"/pages/{page.pk}/").status_code == 404


def test_list_and_page_ask_few_questions(django_assert_max_num_queries, as_user, cast, community):
    pages = [make_page(cast.alice, community, f"{n}", body="文") for n in range(20)]
    withdraw(actor=cast.alice, entry=pages.pop())
    client = as_user(cast.bob)
    client.get(f"/communities/{community.pk}/handbook/")
    with django_assert_max_num_queries(8):
        client.get(f"/communities/{community.pk}/handbook/")
    client.get(f"/pages/{pages[3].pk}/")
    with django_assert_max_num_queries(16):
        client.get(f"/pages/{pages[3].pk}/")
