"""Pages of a dated list by keyset: the next page begins below the last row shown, however long the list is.

The address carries an opaque cursor made of the last row's (time, id). One that nobody can read (typed by
hand, cut by a mail program) means the first page, never an error.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = struct.Struct(">qQ")  # microseconds since 1970, id
_LENGTH = 22


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """The place in a list ordered by (time, id) after which a page begins."""

    at: datetime
    id: int

    def encode(self) -> str:
        """22 characters that may stand in a query string as they are."""
        microseconds = (self.at - _EPOCH) // timedelta(microseconds=1)
        return urlsafe_b64encode(_FORM.pack(microseconds, self.id)).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str | None) -> "Cursor | None":
        """The cursor of an address; None, the first page, for nothing and for nonsense."""
        if not text or len(text) != _LENGTH or not text.isascii():
            return None
        try:
            microseconds, pk = _FORM.unpack(urlsafe_b64decode(text + "=="))
            at = _EPOCH + timedelta(microseconds=microseconds)
        except (Base64Error, struct.error, OverflowError):
            return None
        return cls(at, pk) if pk < 2**63 else None

    @property
    def values(self) -> tuple[datetime, int]:
        """For raw SQL: ``(published_at, id) < (%s, %s)``."""
        return self.at, self.id


def below(rows: QuerySet, cursor: Cursor | None, fields: tuple[str, str] = ("published_at", "id")) -> QuerySet:
    """Rows after the cursor in a list that is newest first; a row comparison, so that one index serves it."""
    return rows.filter(TupleLessThan(Tuple(*fields), cursor.values)) if cursor else rows


def above(rows: QuerySet, cursor: Cursor | None, fields: tuple[str, str] = ("published_at", "id")) -> QuerySet:
    """Rows newer than the cursor."""
    return rows.filter(TupleGreaterThan(Tuple(*fields), cursor.values)) if cursor else rows


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """The rows of one page and the encoded cursor of the next, empty on the last page."""

    rows: Sequence[Row]
    next: str


def cut(rows: Sequence[Row], size: int, key: Callable[[Row], tuple[datetime, int]]) -> Slice[Row]:
    """Make a page of ``size`` from up to ``size + 1`` rows; one too many tells of a next page."""
    if len(rows) <= size:
        return Slice(rows, "")
    return Slice(rows[:size], Cursor(*key(rows[size - 1])).encode())
