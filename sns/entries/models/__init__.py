from sns.entries.models.bookmark import Bookmark, BookmarkFolder
from sns.entries.models.entry import Entry, Revision, WorkingCopy
from sns.entries.models.feed_token import FeedToken
from sns.entries.models.pin import Pin
from sns.entries.models.reading import Reading
from sns.entries.models.search import SearchText
from sns.entries.models.tag import EntryTag, Tag, TagFollow
from sns.entries.models.upload import EntryUpload, Upload

__all__ = [
    "Bookmark", "BookmarkFolder", "Entry", "EntryTag", "EntryUpload", "FeedToken", "Pin", "Reading", "Revision",
    "SearchText", "Tag", "TagFollow", "Upload", "WorkingCopy",
]  # fmt: skip
