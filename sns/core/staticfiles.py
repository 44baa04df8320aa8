"""Static files with a hash in their name, also inside ES module imports, and the style sheet in one piece."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/engawa.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')


# Lines of comment, empty lines, indentation. Our scripts hold no text that spans lines.
SPARE = re.compile(r"^[ \t]*(?://.*)?\n|^[ \t]+", re.MULTILINE)


def _lean(paths) -> dict:
    """Our own scripts without what only their writers need: a sixth less to send."""
    lean = InMemoryStorage()
    names = [name for name in paths if name.startswith("js/") and name.endswith(".js")]
    for name in names:
        storage, path = paths[name]
        with storage.open(path) as file:
            lean.save(name, ContentFile(SPARE.sub("", file.read().decode()).encode()))
    return {name: (lean, name) for name in names}


def _in_one_piece(paths) -> InMemoryStorage:
    """The sheet with its imports written out: twenty small files to work on, one request for the reader."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    whole = InMemoryStorage()
    text = IMPORT.sub(lambda match: read(f"css/{match[1]}"), read(SHEET))
    whole.save(SHEET, ContentFile(text.encode()))
    return whole


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            paths = paths | _lean(paths) | {SHEET: (_in_one_piece(paths), SHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def url_converter(self, name, hashed_files, template=None):
        # Packages' scripts mention modules in comments that they do not bring: only our own are followed.
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda match: match[0]
        return super().url_converter(name, hashed_files, template)
