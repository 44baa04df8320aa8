"""What the people one can log in as have kept to read later: folders and notes as in ``bookmarks.toml``."""

import tomllib
from pathlib import Path

from sns.entries.actions import set_bookmark
from sns.entries.bookmarking import add_folder, arrange_bookmark
from sns.entries.models import Bookmark
from sns.ops.demo.writing import Chronicle

FILE = Path(__file__).with_name("bookmarks.toml")


def load_bookmarks(chronicle: Chronicle) -> None:
    """Keep, put into folders and note, the first of the file kept last."""
    for keeper in tomllib.loads(FILE.read_text(encoding="utf-8"))["keeper"]:
        user = chronicle.people[keeper["handle"]]
        folders = {name: add_folder(actor=user, name=name) for name in keeper["folders"]}
        for kept in reversed(keeper["kept"]):
            entry = chronicle.posts[kept["post"]]
            set_bookmark(user=user, entry=entry, on=True)
            arrange_bookmark(
                actor=user,
                bookmark=Bookmark.objects.get(user=user, entry=entry),
                folder=folders.get(kept.get("folder")),
                note=kept.get("note", ""),
            )
