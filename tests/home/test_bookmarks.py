"""Read later: one's own folders and notes, in a fixed number of queries, without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sns.entries.actions import set_bookmark
from sns.entries.bookmarking import FOLDERS_MAX, add_folder, arrange_bookmark
from sns.entries.models import Bookmark, BookmarkFolder
from sns.home.bookmark_queries import PAGE_SIZE
from sns.publishing import withdraw
from sns.spaces.models import Space
from tests.factories import make_post

BUDGET = 10


def keep(user, entry, folder=None, note="") -> Bookmark:
    set_bookmark(user=user, entry=entry, on=True)
    own = Bookmark.objects.get(user=user, entry=entry)
    arrange_bookmark(actor=user, bookmark=own, folder=folder, note=note)
    return own


def page(client, path="/bookmarks/", **headers) -> str:
    answer = client.get(path, **headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def shelf(cast):
    """Carol keeps two posts, one of them in a folder and with a note."""
    drawing, menu = make_post(cast.alice, "図面の話"), make_post(cast.bob, "社食の献立")
    folder = add_folder(actor=cast.carol, name="Later")
    keep(cast.carol, menu)
    keep(cast.carol, drawing, folder, "Ask Bob about <the jig> 治具")
    return folder, drawing, menu


def test_the_list_shows_notes_and_folders(as_user, cast, shelf):
    html = page(as_user(cast.carol))
    assert "図面の話" in html
    assert "社食の献立" in html
    assert "Ask Bob about &lt;the jig&gt; 治具" in html
    assert html.index("図面の話") < html.index("社食の献立")


def test_a_folder_shows_what_is_in_it_and_none_the_rest(as_user, cast, shelf):
    folder, drawing, menu = shelf
    client = as_user(cast.carol)
    inside, outside = page(client, f"/bookmarks/?folder={folder.pk}"), page(client, "/bookmarks/?folder=none")
    assert drawing.title in inside
    assert menu.title not in inside
    assert menu.title in outside
    assert drawing.title not in outside


@pytest.mark.parametrize(
    ("words", "found"), [("治具", True), ("jig ask", True), ("図面", True), ("100%", False), ("献立", False)]
)
def test_words_are_found_in_notes_and_titles(as_user, cast, shelf, words, found):
    html = page(as_user(cast.carol), f"/bookmarks/?folder={shelf[0].pk}&q={words.replace('%', '%25')}")
    assert ("図面の話" in html) is found


def test_a_note_is_written_and_moved_without_javascript(as_user, cast, shelf):
    folder, _drawing, menu = shelf
    client = as_user(cast.carol)
    assert "社食の献立" in page(client, f"/entries/{menu.pk}/bookmark/note/")
    answer = client.post(f"/entries/{menu.pk}/bookmark/note/", {"note": " 金曜はカレー ", "folder": folder.pk})
    assert answer.status_code == 302
    own = Bookmark.objects.get(user=cast.carol, entry=menu)
    assert (own.note, own.folder) == ("金曜はカレー", folder)


def test_with_htmx_the_strip_comes_back(as_user, cast, shelf):
    menu, headers = shelf[2], {"HX-Request": "true"}
    client = as_user(cast.carol)
    assert "<form" in client.get(f"/entries/{menu.pk}/bookmark/note/", headers=headers).content.decode()
    answer = client.post(f"/entries/{menu.pk}/bookmark/note/", {"note": "カレー"}, headers=headers)
    assert "カレー" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_note_too_long_keeps_what_was_typed(as_user, cast, shelf):
    answer = as_user(cast.carol).post(f"/entries/{shelf[2].pk}/bookmark/note/", {"note": "長" * 1001})
    assert answer.status_code == 422
    assert "長" * 1001 in answer.content.decode()


def test_nobody_puts_things_into_a_strangers_folder(as_user, cast, shelf):
    folder, drawing, _menu = shelf
    own = keep(cast.bob, drawing)
    answer = as_user(cast.bob).post(f"/entries/{drawing.pk}/bookmark/note/", {"folder": folder.pk})
    assert answer.status_code == 422
    own.refresh_from_db()
    assert own.folder is None


@pytest.mark.parametrize("path", ["/bookmarks/?folder={}", "/bookmarks/folders/{}/", "/bookmarks/folders/{}/delete/"])
def test_a_strangers_folder_does_not_exist(as_user, cast, shelf, path):
    for user in (cast.bob, cast.frank):
        assert as_user(user).get(path.format(shelf[0].pk)).status_code == 404


@pytest.mark.parametrize("folder", ["x", "-1", "9" * 30, "'"])
def test_nonsense_for_a_folder_is_404(as_user, cast, folder):
    assert as_user(cast.carol).get("/bookmarks/", {"folder": folder}).status_code == 404


def test_folders_are_made_renamed_and_deleted(as_user, cast, shelf):
    client = as_user(cast.carol)
    made = client.post("/bookmarks/folders/", {"name": "  まねしたい  "})
    folder = BookmarkFolder.objects.get(user=cast.carol, name="まねしたい")
    assert made["Location"] == f"/bookmarks/?folder={folder.pk}"
    client.post(f"/bookmarks/folders/{folder.pk}/", {"name": "読み合わせ"})
    folder.refresh_from_db()
    assert folder.name == "読み合わせ"
    own = keep(cast.carol, shelf[2], folder, "メモ")
    client.post(f"/bookmarks/folders/{folder.pk}/delete/")
    own.refresh_from_db()
    assert (own.folder, own.note) == (None, "メモ")


def test_two_folders_of_one_name_are_refused_beside_the_field(as_user, cast, shelf):
    answer = as_user(cast.carol).post("/bookmarks/folders/", {"name": "LATER"})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    assert 'value="LATER"' in answer.content.decode()
    assert BookmarkFolder.objects.filter(user=cast.carol).count() == 1
    assert add_folder(actor=cast.bob, name="Later").pk


def test_there_is_an_end_to_folders(as_user, cast):
    BookmarkFolder.objects.bulk_create(BookmarkFolder(user=cast.carol, name=str(n)) for n in range(FOLDERS_MAX))
    assert as_user(cast.carol).post("/bookmarks/folders/", {"name": "one more"}).status_code == 422


def test_what_one_may_no_longer_read_is_gone_with_its_count_and_note(as_user, cast):
    inside = make_post(cast.alice, "部内の話", space=Space.objects.get(unit=cast.unit))
    folder = add_folder(actor=cast.bob, name="棚")
    keep(cast.bob, inside, folder, "部内のメモ")
    client = as_user(cast.bob)
    assert "部内のメモ" in page(client)
    withdraw(actor=cast.alice, entry=inside)
    html = page(client)
    assert "部内の" not in html
    assert '<span class="num">0</span>' in html
    assert client.get(f"/entries/{inside.pk}/bookmark/note/").status_code == 404


def test_the_list_costs_the_same_however_long(as_user, cast, shelf):
    for n in range(PAGE_SIZE + 4):
        keep(cast.carol, make_post(cast.bob, f"記事 {n}", tags=["山"]), add_folder(actor=cast.carol, name=f"f{n}"), "x")
    client = as_user(cast.carol)
    page(client)
    with CaptureQueriesContext(connection) as seen:
        html = page(client)
    assert len(seen) <= BUDGET
    assert html.count('class="kept"') == PAGE_SIZE
    older = html.split('hx-get="?')[-1].split('"')[0].replace("&amp;", "&")
    rest = page(client, f"/bookmarks/?{older}", headers={"HX-Request": "true"})
    assert rest.count('class="kept"') == 6


def test_the_next_page_stays_in_the_folder(as_user, cast):
    folder = add_folder(actor=cast.carol, name="棚")
    for n in range(PAGE_SIZE + 1):
        keep(cast.carol, make_post(cast.bob, f"記事 {n}"), folder)
    html = page(as_user(cast.carol), f"/bookmarks/?folder={folder.pk}")
    assert f"?folder={folder.pk}&amp;before=" in html


def test_the_button_is_one_click(as_user, cast):
    entry = make_post(cast.alice)
    client = as_user(cast.carol)
    client.post(f"/entries/{entry.pk}/bookmark/", {"on": "1"})
    client.post(f"/entries/{entry.pk}/bookmark/", {"on": "1"})
    assert Bookmark.objects.filter(user=cast.carol).count() == 1
    client.post(f"/entries/{entry.pk}/bookmark/", {"on": "0"})
    assert not Bookmark.objects.filter(user=cast.carol).exists()
