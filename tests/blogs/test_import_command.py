"""``manage.py import_blog``: who wrote it, what becomes of it, and that nothing comes in twice."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bleach._vendor import html5lib
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation
from PIL import Image

from blogs.models import Category, OldUrl, Post
from sns.discussion.models import Comment
from sns.entries.models import Upload
from sns.links.models import EntryLink
from sns.notifications.models import Notification
from sns.people.models import User
from sns.spaces.models import Space
from tests.factories import make_person

ARCHIVES = Path(__file__).parent / "archives"
WXR, MT = str(ARCHIVES / "wordpress.xml"), str(ARCHIVES / "movable-type.txt")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "wordpress-theme-unit-test.xml"


def bring(*args, **options) -> tuple[int, str]:
    """Exit status and output of the command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_blog", *args, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def archive(tmp_path, text: str) -> str:
    path = tmp_path / "blog.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def entry(title: str, body: str, head: str = "", rest: str = "") -> str:
    return (
        f"AUTHOR: 田中\nTITLE: {title}\nDATE: 01/31/2012 10:00:00\n{head}-----\nBODY:\n{body}\n-----\n{rest}--------\n"
    )


@pytest.fixture
def hanako(cast) -> User:
    return make_person("hanako", name="田中 花子", email="hanako@example.jp")


def test_posts_come_with_dates_words_shelves_and_addresses(hanako):
    assert bring(WXR)[0] == 0
    post = Post.objects.get(title__startswith="朝の")
    assert post.author == hanako
    assert post.published_at == post.created_at == datetime(2018, 11, 2, tzinfo=UTC)
    assert post.space.kind == Space.Kind.COMPANY
    assert [shelf.name for shelf in post.categories.all()] == ["勉強会"]
    assert [row.tag.label for row in post.entry_tags.all()] == ["朝活"]
    assert post.body.startswith("> 短い話\n\n一行目\n二行目\n\n続き")
    assert "<blockquote>" in post.body_html
    assert set(post.old_urls.values_list("path", flat=True)) == {"/2018/11/asa", "/?p=1"}
    assert post.revisions.get().body == post.body


def test_states_keep_their_meaning(hanako):
    bring(WXR)
    states = {post.title: post for post in Post.objects.all()}
    assert states["秘密"].space == hanako.personal_space
    assert states["秘密"].published_at is not None
    assert states["承認待ち"].published_at is None
    assert states["承認待ち"].publish_at is None
    assert states["来年"].published_at is None
    assert states["来年"].publish_at == datetime(2099, 1, 1, tzinfo=UTC)


def test_a_time_that_has_passed_is_when_the_post_came_out(cast, tmp_path):
    bring(archive(tmp_path, entry("a", "x", "STATUS: Future\n")))
    assert Post.objects.get().published_at.year == 2012


def test_comments_keep_threads_kinds_and_writers(hanako):
    bring(WXR)
    post = Post.objects.get(title__startswith="朝の")
    first, reply, ping = post.comments.order_by("id")
    assert (reply.parent, reply.thread_root) == (first, first.pk)
    assert [c.origin for c in (first, reply, ping)] == ["imported", "imported", "pingback"]
    assert first.author.is_guest
    assert first.author.name == "佐藤"
    assert first.created_at == datetime(2018, 11, 2, 1, tzinfo=UTC)
    assert "<strong>ぜひ</strong>" in reply.body_html
    assert ping.source_url == "https://tonari.example.jp/"
    # Not approved there: kept, not shown.
    assert ping.removed_at is not None
    assert post.comment_count == 2


def test_nobody_is_told(hanako):
    bring(WXR)
    assert not Notification.objects.exists()


def test_a_second_run_changes_nothing(hanako):
    bring(WXR)
    bring(MT)
    models = (Post, Comment, OldUrl, Category, User)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    status, output = bring(WXR)
    bring(MT)
    assert status == 0
    assert "6" in output
    assert before == [list(model.objects.order_by("pk").values()) for model in models]


def test_what_is_another_way_here_is_said_once(cast):
    with translation.override("en"), override_settings(LANGUAGE_CODE="en"):
        _status, output = bring(WXR)
    assert "Pinned there, ordinary posts here: 1." in output
    assert "Closed for comments there, open here: 1." in output
    assert "seen by administrators only: 5." in output


def test_a_dry_run_writes_nothing(cast):
    people = User.objects.count()
    status, output = bring(WXR, dry_run=True)
    assert status == 0
    assert "6" in output
    assert not Post.objects.exists()
    assert User.objects.count() == people


def test_authors_are_found_by_table_then_address_then_name(cast, tmp_path):
    table = tmp_path / "authors.csv"
    table.write_text("名前,社員\n坂東 暮雄,@alice\n有田 ありす,\n", encoding="cp932")
    authors = ["坂東 暮雄", "有田 ありす", "Carol Smith", "Nobody"]
    text = "".join(entry(name, "x").replace("AUTHOR: 田中", f"AUTHOR: {name}") for name in authors)
    text += entry("mail", "x").replace("AUTHOR: 田中", "AUTHOR: ?\nAUTHOR EMAIL: Dave@example.com")
    bring(archive(tmp_path, text), authors=table)
    found = {post.title: post.author for post in Post.objects.select_related("author")}
    assert found["坂東 暮雄"] == cast.alice
    assert found["有田 ありす"].is_guest
    assert found["Carol Smith"] == cast.carol
    assert found["mail"] == cast.dave
    assert found["Nobody"].is_guest
    assert not found["Nobody"].is_active


def test_a_name_that_two_people_share_becomes_a_guest(cast, tmp_path):
    make_person("a", name="田中")
    make_person("b", name="田中")
    bring(archive(tmp_path, entry("x", "x")))
    assert Post.objects.get().author.is_guest


def test_deep_threads_lie_on_two_levels_in_order_with_names(cast, tmp_path):
    items = "".join(
        f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>P{n}</wp:comment_author>"
        f"<wp:comment_date_gmt>2018-11-02 0{9 - n}:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>c{n}</wp:comment_content><wp:comment_parent>{n - 1}</wp:comment_parent></wp:comment>"
        for n in range(1, 5)
    )
    text = Path(WXR).read_text("utf-8").replace("<wp:comment_status>closed", items + "<wp:comment_status>closed")
    bring(archive(tmp_path, text))
    rows = list(Post.objects.get(title="秘密").comments.order_by("id"))
    assert [row.body for row in rows] == ["c1", "c2", "\\@P2 c3", "\\@P3 c4"]
    assert {row.thread_root for row in rows} == {rows[0].pk}


def test_pictures_found_in_the_folder_come_in(hanako, tmp_path):
    folder = tmp_path / "media" / "2018" / "11"
    folder.mkdir(parents=True)
    Image.new("RGB", (1200, 800), "navy").save(folder / "a.jpg")
    (folder / "b.jpg").write_text("no picture")
    status, output = bring(WXR, media=tmp_path / "media")
    assert status == 1
    assert "b.jpg" in output
    upload = Upload.objects.get()
    post = Post.objects.get(title__startswith="朝の")
    assert upload.owner == hanako
    assert f"![A](/files/{upload.token}/)" in post.body
    assert "https://blog.example.jp/b.jpg" in post.body
    assert post.cover == upload


def test_links_between_posts_of_the_archive_lead_to_them_here(cast, tmp_path):
    one = entry("one", '<a href="http://b.example/two.html">two</a>', "UNIQUE URL: http://b.example/one.html\n")
    two = entry("two", "x", "UNIQUE URL: http://b.example/two.html\n")
    bring(archive(tmp_path, one + two))
    first, second = Post.objects.get(title="one"), Post.objects.get(title="two")
    assert first.body == f"[two](/posts/{second.pk}/)"
    assert f'href="/posts/{second.pk}/"' in first.body_html
    assert first.revisions.get().body == first.body
    assert EntryLink.objects.get().target_id == second.pk


def test_mentions_and_tags_of_the_archive_are_words_here(cast, tmp_path):
    bring(archive(tmp_path, entry("x", "@alice #tag")))
    post = Post.objects.get()
    assert post.body_html.strip() == "<p>@alice #tag</p>"
    assert not post.entry_tags.exists()


def test_a_part_that_cannot_be_kept_shows_in_the_status(cast, tmp_path):
    status, output = bring(archive(tmp_path, entry("x", "y").replace("01/31/2012", "31/31/2012")))
    assert status == 1
    assert "31/31/2012" in output
    assert Post.objects.count() == 1


def test_a_title_that_is_too_long_is_kept_in_the_text(cast, tmp_path):
    bring(archive(tmp_path, entry("長" * 300, "x")))
    post = Post.objects.get()
    assert len(post.title) == 200
    assert post.body.startswith("長" * 300)


def test_many_tags_outlive_a_rebuild(cast, tmp_path):
    bring(archive(tmp_path, entry("x", "y", "TAGS: " + ",".join(f"t{n}" for n in range(40)) + "\n")))
    call_command("rebuild", stdout=io.StringIO())
    assert Post.objects.get().entry_tags.count() == 40


def test_a_text_beyond_all_measure_is_cut_and_reported(cast, tmp_path):
    status, output = bring(archive(tmp_path, entry("x", "word " * 300_000)))
    assert status == 1
    assert "1000000" in output
    assert len(Post.objects.get().body) == 1_000_000


def test_another_space_can_be_the_audience(cast):
    bring(WXR, space="開発部")
    assert {post.space.name for post in Post.objects.exclude(title__in=["秘密", "会社案内"])} == {"開発部"}


def test_addresses_that_the_archive_does_not_hold_are_made_from_a_pattern(cast, tmp_path):
    text = entry("one", '<a href="http://b.example/2012/01/b-c.html">two</a>', "BASENAME: a\n")
    text += entry("two", "x", "BASENAME: b_c\n") + entry("three", "x")
    bring(archive(tmp_path, text), addresses="http://b.example/{year}/{month}/{dashed}.html")
    second = Post.objects.get(title="two")
    assert set(OldUrl.objects.values_list("path", flat=True)) == {"/2012/01/a.html", "/2012/01/b-c.html"}
    assert Post.objects.get(title="one").body == f"[two](/posts/{second.pk}/)"


@pytest.mark.parametrize(
    "options",
    [
        {"addresses": "/{nonsense}/"},
        {"space": "nowhere"},
        {"media": Path("/nowhere")},
        {"authors": Path("/nowhere.csv")},
    ],
)
def test_wrong_options_end_with_two(cast, options):
    with pytest.raises(CommandError) as stop:
        bring(WXR, **options)
    assert stop.value.returncode == 2


def test_files_that_are_none_end_with_two(cast, tmp_path):
    for path in (tmp_path / "missing.txt", archive(tmp_path, "Dear all,\n")):
        with pytest.raises(CommandError) as stop:
            bring(str(path))
        assert stop.value.returncode == 2


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archives are not beside the repository")
def test_the_export_of_wordpress_comes_in_with_equal_counts_and_every_page_opens(cast, as_user):
    status, _output = bring(str(SHARED))
    assert status == 0
    posts = Post.objects.all()
    assert posts.count() == 72
    assert posts.get(published_at=None, publish_at=None).title == "Draft"
    assert posts.get(publish_at__isnull=False).title == "Scheduled"
    assert Comment.objects.filter(entry__in=posts).count() == 32
    assert Comment.objects.exclude(parent=None).count() == 10
    assert Comment.objects.filter(origin="pingback").count() == 2
    assert Comment.objects.filter(origin="trackback").count() == 2
    assert Category.objects.values("name").distinct().count() == 65
    many = posts.get(title="Edge Case: Many Tags")
    assert many.entry_tags.count() > 20
    client = as_user(cast.carol)
    for post in posts.filter(published_at__isnull=False).exclude(space__kind="personal"):
        response = client.get(f"/posts/{post.pk}/")
        assert response.status_code == 200, post.title
        parser = html5lib.HTMLParser()
        parser.parse(response.content.decode())
        assert parser.errors == [], post.title
