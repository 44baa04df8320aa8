"""What goes out comes back equal: export, a fresh author, import."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from blogs.archives.actions import Importer
from blogs.archives.outgoing import blog_entries, movable_type_export
from blogs.archives.people import OneAuthor
from blogs.importers.movable_type import read_movable_type
from blogs.models import Category, Post
from sns.discussion.models import Comment
from sns.publishing import save_draft, withdraw
from sns.spaces.actions import ensure_personal_space
from sns.spaces.queries import company_space
from tests.factories import draft_post, make_comment, make_person, make_post

TRICKY = "# 見出し\n\n-----\nBODY:\n--------\nTITLE: x\n\n- [ ] 宿題 @bob #朝活\n\n| a | b |\n| - | - |\n| 1 | 2 |"


def told(author) -> list[tuple]:
    """What a reader of the blog would compare."""
    posts = Post.objects.filter(author=author, withdrawn_at=None).order_by("title")
    return [
        (
            post.title,
            post.body,
            post.flavour,
            post.published_at.replace(microsecond=0) if post.published_at else None,
            post.publish_at,
            post.space.kind,
            sorted(row.tag.name for row in post.entry_tags.all()),
            sorted(shelf.name for shelf in post.categories.all()),
            comments_of(post),
        )
        for post in posts
    ]


def comments_of(post) -> list[tuple]:
    rows = list(Comment.objects.filter(entry=post, removed_at=None).select_related("author", "parent__author"))
    rows.sort(key=lambda row: (row.thread_root, row.pk))
    return [
        (row.author.name, row.body, row.created_at.replace(microsecond=0), row.parent.body if row.parent else None)
        for row in rows
    ]


@pytest.fixture
def blog(cast):
    alice = cast.alice
    post = make_post(alice, "会議の話", TRICKY, tags=["学び", "営業部"], flavour="study")
    post.categories.add(Category.objects.create(owner=alice, name="勉強会, 朝"))
    first = make_comment(post, cast.bob, "-----\nURL: http://a.example/")
    reply = make_comment(post, alice, "@bob ありがとう", parent=first)
    make_comment(post, cast.bob, "もう一言", parent=reply)
    make_post(alice, "", "題名なし")
    make_post(alice, "私だけ", "x", space=ensure_personal_space(user=alice))
    save_draft(actor=alice, entry=draft_post(alice, "下書き", "途中\n"))
    later = timezone.now().replace(microsecond=0) + timedelta(days=3)
    save_draft(actor=alice, entry=draft_post(alice, "予約", "x", publish_at=later))
    withdraw(actor=alice, entry=make_post(alice, "捨てた", "x"))
    return cast


def export(owner, tmp_path):
    path = tmp_path / "blog.txt"
    path.write_text("".join(movable_type_export(owner)), encoding="utf-8", newline="")
    return path


def bring_in(path, owner):
    importer = Importer(people=OneAuthor(owner), space=company_space(), prefix=f"u{owner.pk}/")
    return importer.run(read_movable_type(path))


def test_our_own_export_comes_back_equal(blog, tmp_path):
    fresh = make_person("fresh", name=blog.alice.name, email="fresh@example.com")
    path = export(blog.alice, tmp_path)
    report = bring_in(path, fresh)
    assert (report.created, report.problem_count) == (5, 0)
    assert told(fresh) == told(blog.alice)
    assert len(told(fresh)) == 5
    assert bring_in(path, fresh).already == 5


def test_ones_own_export_brought_back_to_where_it_came_from_adds_nothing(blog, tmp_path):
    report = bring_in(export(blog.alice, tmp_path), blog.alice)
    assert (report.created, report.already) == (0, 5)


def test_a_forged_line_of_our_own_does_no_harm(cast, tmp_path):
    path = tmp_path / "blog.txt"
    own = (
        '{"source_key": "a\\u0000\\ud800b", "status": "owned", "tags": [["x"], 5], "comments": [[1, 1, "boss", true]],'
    )
    own += ' "zone": "../etc", "extra": {"flavour": {}}, "images": [1], "old_urls": ["\\u0000"]}'
    path.write_text(f"TITLE: t\nENGAWA: {own}\n-----\nBODY:\nx\n-----\nCOMMENT:\nAUTHOR: a\n\nb\n-----\n--------\n")
    assert bring_in(path, cast.alice).created == 1
    assert Post.objects.get().comments.get().origin == "imported"


def test_the_export_of_an_import_is_the_same_again(blog, tmp_path):
    fresh = make_person("fresh", name=blog.alice.name, email="fresh@example.com")
    bring_in(export(blog.alice, tmp_path), fresh)
    before, after = list(blog_entries(blog.alice)), list(blog_entries(fresh))
    assert [entry.body_markdown for entry in before] == [entry.body_markdown for entry in after]
    assert [entry.status for entry in before] == [entry.status for entry in after]


def test_addresses_of_colleagues_do_not_leave_with_a_blog(blog):
    text = "".join(movable_type_export(blog.alice))
    assert "alice@example.com" in text
    assert "bob@example.com" not in text


def test_the_commands_write_both_formats(blog, tmp_path):
    call_command("export_blog", "alice", output=tmp_path / "a.txt")
    assert "TITLE: 会議の話" in (tmp_path / "a.txt").read_text("utf-8")
    call_command("export_blog", "@alice", output=tmp_path / "a.zip", format="markdown")
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert len([name for name in names if name.startswith("posts/")]) == 5


def test_everybody_downloads_his_own_blog(blog, as_user):
    client = as_user(blog.alice)
    text = b"".join(client.get("/archives/blog.txt")).decode()
    assert "TITLE: 会議の話" in text
    assert "捨てた" not in text
    response = client.get("/archives/blog.zip")
    assert "attachment" in response.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    assert archive.testzip() is None
    assert "TITLE: 会議の話" not in b"".join(as_user(blog.bob).get("/archives/blog.txt")).decode()
