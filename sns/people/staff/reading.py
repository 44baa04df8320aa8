"""From the bytes of a staff list to checked rows, with a reason for every line that cannot be used."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from sns.people.models.user import HANDLE
from sns.people.models.words import HIRAGANA, KATAKANA
from sns.people.staff.columns import COLUMNS, LANGUAGES, REQUIRED, field_of, plain_number, split_posts, unguard

LIMITS = {"number": 30, "name": 100, "reading": 100, "email": 254, "unit_code": 30, "unit_name": 100,
          "parent_code": 30, "title": 60, "site": 60, "handle": 40}  # fmt: skip
_TO_HIRAGANA = str.maketrans(KATAKANA, HIRAGANA)


class StaffFileError(ValueError):
    """The file as a whole cannot be read; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is left out, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class StaffRow:
    """One person as the list has him; None: the list has no such column."""

    line: int
    number: str = ""
    name: str = ""
    reading: str | None = None
    email: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    parent_code: str | None = None
    title: str | None = None
    second_posts: list[tuple[str, str]] | None = None
    site: str | None = None
    language: str | None = None
    handle: str | None = None


@dataclass(slots=True)
class StaffList:
    rows: list[StaffRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Everybody the list speaks of, also on lines that cannot be used: nobody leaves because of a slip of the pen.
    numbers: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)


def read_staff(data: bytes) -> StaffList:
    """Read UTF-8 or CP932 with commas, semicolons or tabs. Raises StaffFileError when there is no list in it."""
    text = _decoded(data)
    delimiter = max(",;\t", key=lambda sign: len(_fields(_first_record(text, sign))))
    records = _records(text, delimiter)
    _line, headings = next(records, (1, []))
    fields = [field_of(heading) for heading in headings]
    _check_headings(fields)
    result = StaffList()
    for line, cells in records:
        if any(cell.strip() for cell in cells):
            _take(result, line, fields, cells)
    return result


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise StaffFileError(_("This is not a text we can read. Please save the list as CSV (UTF-8 or Shift_JIS)."))


def _first_record(text: str, delimiter: str) -> list[str]:
    return next((cells for _line, cells in _records(text, delimiter)), [])


def _fields(headings: list[str]) -> set[str]:
    return set(map(field_of, headings)) - {""}


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells) of every record; a quoted cell may go over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise StaffFileError(_("Line %(line)s cannot be read as CSV.") % {"line": line}) from error


def _check_headings(fields: list[str]) -> None:
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in fields]
    if missing:
        reason = _("The first line must name the columns; missing: %(columns)s")
        raise StaffFileError(reason % {"columns": ", ".join(missing)})
    twice = [COLUMNS[name][0] for name in COLUMNS if fields.count(name) > 1]
    if twice:
        raise StaffFileError(_("These columns appear twice: %(columns)s") % {"columns": ", ".join(twice)})


def _take(result: StaffList, line: int, fields: list[str], cells: list[str]) -> None:
    row, errors = _row(line, fields, cells)
    if any(cell.strip() for cell in cells[len(fields) :]):
        errors.append(_("There are more cells than headings."))
    errors += _repeated(result, row)
    result.numbers.update(filter(None, [row.number]))
    result.emails.update(filter(None, [row.email]))
    if errors:
        result.problems.append(Problem(line, " ".join(errors)))
    else:
        result.rows.append(row)


def _repeated(result: StaffList, row: StaffRow) -> list[str]:
    errors = []
    if row.number and row.number in result.numbers:
        errors.append(_("The employee number %(number)s appears twice.") % {"number": row.number})
    if row.email and row.email in result.emails:
        errors.append(_("The address %(email)s appears twice.") % {"email": row.email})
    return errors


def _row(line: int, fields: list[str], cells: list[str]) -> tuple[StaffRow, list[str]]:
    row, errors = StaffRow(line), []
    for name, cell in zip(fields, cells, strict=False):
        if not name:
            continue
        value = _cleaned(name, cell)
        setattr(row, name, split_posts(value) if name == "second_posts" else value)
        if name in LIMITS and len(value) > LIMITS[name]:
            errors.append(
                _("%(column)s is longer than %(limit)s characters.")
                % {"column": COLUMNS[name][0], "limit": LIMITS[name]}
            )
    return row, errors + _errors(row)


def _cleaned(name: str, cell: str) -> str:
    value = re.sub(r"[\t\r\n]+", " ", unguard(cell.strip()))
    if name == "number":
        return plain_number(value)
    if name in ("email", "handle", "language"):
        value = unicodedata.normalize("NFKC", value)
    if name in ("email", "handle"):
        return value.lower()
    if name == "reading":
        return in_hiragana(value)
    if name == "language":
        return LANGUAGES.get(value.casefold(), value)
    return value


def in_hiragana(reading: str) -> str:
    """As the directory sorts: ﾔﾏﾀﾞ and ヤマダ become やまだ."""
    return unicodedata.normalize("NFKC", reading).translate(_TO_HIRAGANA)


def _errors(row: StaffRow) -> list[str]:
    errors = []
    if not row.name:
        errors.append(_("The name is missing."))
    if not row.number and not row.email:
        errors.append(_("The employee number is missing."))
    if row.email and not _is_address(row.email):
        errors.append(_("“%(email)s” is not an e-mail address.") % {"email": row.email})
    if row.language and row.language not in LANGUAGES.values():
        errors.append(_("“%(language)s” is not a language of this system (ja, en).") % {"language": row.language})
    if row.handle and not re.fullmatch(HANDLE, row.handle):
        errors.append(_("A handle has small letters, digits, “.”, “-” and “_”: %(handle)s") % {"handle": row.handle})
    if row.unit_code and row.parent_code == row.unit_code:
        errors.append(_("A unit cannot be above itself."))
    if any(len(code) > LIMITS["unit_code"] or len(title) > LIMITS["title"] for code, title in row.second_posts or ()):
        errors.append(_("A second post is too long."))
    return errors


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
