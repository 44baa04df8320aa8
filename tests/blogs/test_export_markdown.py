"""The zip of Markdown files."""

import io
import json
import zipfile
from datetime import UTC, datetime

from blogs.exporters.markdown_zip import markdown_zip
from blogs.importers.records import ImportedComment, ImportedEntry, ImportedImage


def archive_of(*entries, images=None):
    found = {url: (name, io.BytesIO(data)) for url, (name, data) in (images or {}).items()}
    pieces = markdown_zip("田中のブログ", entries, read_image=found.get)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    return archive


def test_a_post_has_front_matter_text_and_comments():
    entry = ImportedEntry(
        "k", 'The "first": post', "田中", published_at=datetime(2026, 1, 1, 15, 0, tzinfo=UTC), tags=["朝活"],
        body_markdown="body", extended_markdown="more",
        comments=[ImportedComment("1", "佐藤", body_markdown="a\nb")],
    )  # fmt: skip
    archive = archive_of(entry)
    name = "posts/2026-01-02-0001-The-first-post.md"
    text = archive.read(name).decode()
    assert text.startswith('---\ntitle: "The \\"first\\": post"\nauthor: "田中"\ndate: "2026-01-02T00:00:00+09:00"\n')
    assert "\n---\n\nbody\n\nmore\n" in text
    assert "> **佐藤**\n>\n> a\n> b\n" in text
    assert name in archive.read("index.md").decode()
    assert json.loads(archive.read("manifest.json"))["posts"][0]["file"] == name


def test_images_come_along_once_and_are_linked():
    url = "/files/abc/"
    entries = [
        ImportedEntry(str(n), f"t{n}", body_markdown=f"![a]({url}) [x](/posts/1/)", images=[ImportedImage(url)])
        for n in range(2)
    ]
    archive = archive_of(*entries, images={url: ("../写真 1.webp", b"data")})
    names = [name for name in archive.namelist() if name.startswith("images/")]
    assert names == ["images/0001-..-写真-1.webp"]
    assert archive.read(names[0]) == b"data"
    assert f"![a](../{names[0]}) [x](/posts/1/)" in archive.read("posts/draft-0002-t1.md").decode()


def test_an_image_that_is_gone_keeps_its_address():
    entry = ImportedEntry("k", "t", body_markdown="![a](/gone/)", images=[ImportedImage("/gone/")])
    assert "![a](/gone/)" in archive_of(entry).read("posts/draft-0001-t.md").decode()


def test_titles_cannot_leave_the_archive_or_collide():
    archive = archive_of(*(ImportedEntry(str(n), "../../etc/passwd") for n in range(2)))
    names = [name for name in archive.namelist() if name.startswith("posts/")]
    assert len(set(names)) == 2
    assert all(name.count("/") == 1 and ".." not in name for name in names)
