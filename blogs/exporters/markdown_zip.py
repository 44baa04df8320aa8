"""A blog as a zip of Markdown files with their images: readable by people, and by most blog generators."""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import IO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from blogs.importers.records import ImportedComment, ImportedEntry

TOKYO = ZoneInfo("Asia/Tokyo")
_UNSAFE = re.compile(r"[^\w.-]+")
# Returns name and content of an image by the address in the text, or nothing when it is not ours to give.
ImageReader = Callable[[str], tuple[str, IO[bytes]] | None]


class _Sink:
    """Where the archive is written to; it is taken away piece by piece. Cannot seek, so the zip streams."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def markdown_zip(
    title: str, entries: Iterable[ImportedEntry], *, read_image: ImageReader, tz: tzinfo = TOKYO
) -> Iterator[bytes]:
    """The archive piece by piece; posts are taken one at a time, so its size costs no memory."""
    sink = _Sink()
    listed: list[dict] = []
    images: dict[str, str] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            for image in entry.images:
                for _piece in _add_image(archive, image.url, images, read_image):
                    yield sink.take()
            name = _file_name(entry, len(listed) + 1, tz)
            archive.writestr(name, post_file(_with_local_images(entry.full_markdown, images), entry, tz))
            date = _iso(entry.published_at, tz)
            listed.append({"file": name, "title": entry.title, "date": date, "status": entry.status})
            yield sink.take()
        archive.writestr("index.md", _index(title, listed))
        files = {name: url for url, name in images.items() if name}
        manifest = {"title": title, "posts": listed, "images": files}
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    yield sink.take()


def post_file(text: str, entry: ImportedEntry, tz: tzinfo = TOKYO) -> str:
    """One post: front matter, text, comments. Values are JSON, which every YAML reader takes."""
    fields = {
        "title": entry.title,
        "author": entry.author,
        "date": _iso(entry.published_at, tz),
        "status": entry.status,
        "categories": entry.categories,
        "tags": entry.tags,
        "excerpt": entry.excerpt,
        "source": entry.source_key,
        "old_urls": entry.old_urls,
    }
    head = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    parts = ["\n".join(["---", *head, "---"]), text]
    if entry.comments:
        parts += [f"## {_('Comments')}", *(_comment(comment, tz) for comment in entry.comments)]
    return "\n\n".join(parts) + "\n"


def _comment(comment: ImportedComment, tz: tzinfo) -> str:
    lines = [f"**{comment.author}** {_iso(comment.at, tz)}".strip(), "", *comment.body_markdown.split("\n")]
    depth = "> > " if comment.parent_key else "> "
    return "\n".join(f"{depth}{line}".rstrip() for line in lines)


def _add_image(archive: zipfile.ZipFile, url: str, images: dict[str, str], read_image: ImageReader) -> Iterator[None]:
    if url in images:
        return
    images[url] = ""
    found = read_image(url)
    if found is None:
        return
    name, content = found
    images[url] = f"images/{len(images):04d}-{_UNSAFE.sub('-', name)[-80:]}"
    with content, archive.open(images[url], "w") as target:
        while chunk := content.read(1024 * 1024):
            target.write(chunk)
            yield


def _with_local_images(text: str, images: dict[str, str]) -> str:
    return re.sub(
        r"\]\(([^()\s]+)\)",
        lambda found: f"](../{images[found[1]]})" if images.get(found[1]) else found[0],
        text,
    )


def _file_name(entry: ImportedEntry, number: int, tz: tzinfo) -> str:
    date = entry.published_at.astimezone(tz).strftime("%Y-%m-%d") if entry.published_at else "draft"
    slug = _UNSAFE.sub("-", entry.title)[:60].strip("-.") or "post"
    return f"posts/{date}-{number:04d}-{slug}.md"


def _index(title: str, listed: list[dict]) -> str:
    lines = [f"- {(post['date'] or '')[:10]} [{post['title'] or post['file']}](<{post['file']}>)" for post in listed]
    return "\n".join([f"# {title}", "", *lines, ""])


def _iso(moment: datetime | None, tz: tzinfo) -> str:
    return moment.astimezone(tz).isoformat(timespec="seconds") if moment else ""
