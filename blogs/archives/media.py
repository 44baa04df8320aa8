"""Files of an archive found in a folder: brought in through the upload gate, their links rewritten."""

import os
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

from django.core.files import File
from django.utils.translation import gettext as _

from blogs.importers.markdown_text import image
from blogs.importers.records import ImportedEntry, Problem, parts_of
from sns.core.refusals import FileRefused
from sns.entries.storing import store_upload
from sns.people.models import User

MAX_FILES = 500_000
_TARGET = re.compile(r"\]\(([^()\s]+)\)")
_SCALED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")


class MediaFolder:
    """A folder with the files of the old blog, in whatever arrangement, found by the ends of their addresses."""

    def __init__(self, root: Path):
        self.root = root
        self._by_name: dict[str, list[Path]] | None = None

    def find(self, url: str) -> Path | None:
        """The file an address means: the one whose path agrees longest; a scaled picture's original if need be."""
        path = unquote(parts_of(url).path)
        return self._best(path) or self._best(_SCALED.sub("", path))

    def bring_in(self, text: str, entry: ImportedEntry, *, owner: User, where: str) -> tuple[str, int, list[Problem]]:
        """The text with addresses of our own, how many files came in, and what the gate refused."""
        moved: dict[str, str] = {}
        problems: list[Problem] = []
        thumbnail = entry.extra.get("thumbnail", "")
        addresses = [thumbnail, *_TARGET.findall(text)] if thumbnail else _TARGET.findall(text)
        for url in dict.fromkeys(addresses):
            path = self.find(url)
            if path is None:
                continue
            try:
                with path.open("rb") as content:
                    moved[url] = store_upload(actor=owner, file=File(content, name=path.name)).get_absolute_url()
            except FileRefused as refusal:
                reason = _("The file %(name)s was refused: %(reason)s")
                values = {"name": path.name, "reason": refusal}
                problems.append(Problem(where, reason % values))
        text = _TARGET.sub(lambda found: f"]({moved.get(found[1], found[1])})", text)
        if moved.get(thumbnail) and moved[thumbnail] not in text:
            text = f"{image(entry.title, moved[thumbnail])}\n\n{text}"
        return text, len(moved), problems

    def _best(self, path: str) -> Path | None:
        wanted = [part for part in path.split("/") if part not in ("", ".", "..")]
        if not wanted:
            return None
        candidates = self._files().get(wanted[-1].casefold(), [])
        return max(candidates, key=lambda found: _agreement(found, wanted), default=None)

    def _files(self) -> dict[str, list[Path]]:
        if self._by_name is None:
            self._by_name = defaultdict(list)
            count = 0
            for folder, _folders, names in os.walk(self.root):
                for name in names:
                    path = Path(folder, name)
                    count += 1
                    # A link in the folder could lead to any file of the machine.
                    if count <= MAX_FILES and path.is_file() and not path.is_symlink():
                        self._by_name[name.casefold()].append(path)
        return self._by_name


def _agreement(found: Path, wanted: list[str]) -> int:
    count = 0
    for ours, theirs in zip(reversed(found.parts), reversed(wanted), strict=False):
        if ours.casefold() != theirs.casefold():
            break
        count += 1
    return count
