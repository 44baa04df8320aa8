"""The staff list as the import reads it, for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from sns.people.models import Posting, User
from sns.people.staff.columns import COLUMNS, guard, join_posts

CHUNK = 2000


def staff_csv(people: QuerySet[User]) -> io.BytesIO:
    """UTF-8 with the mark that Excel needs, and its line ends."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_lines(people))
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))


def staff_xlsx(people: QuerySet[User]) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for line in _lines(people):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _lines(people: QuerySet[User]) -> Iterator[list[str]]:
    heading = 0 if get_language() == "ja" else 1
    yield [headings[heading] for headings in COLUMNS.values()]
    posts = Posting.objects.current().select_related("unit__parent").order_by("-primary", "id")
    for person in people.prefetch_related(Prefetch("postings", posts, to_attr="posts")).iterator(CHUNK):
        yield [guard(cell) for cell in _cells(person)]


def _cells(person: User) -> list[str]:
    main = next((posting for posting in person.posts if posting.primary), None)
    second = [(posting.unit.code, posting.title) for posting in person.posts if not posting.primary]
    unit = main.unit if main else None
    return [
        person.employee_number or "",
        person.name,
        person.reading,
        person.email or "",
        unit.code if unit else "",
        unit.name if unit else "",
        unit.parent.code if unit and unit.parent else "",
        main.title if main else "",
        join_posts(second),
        person.site,
        person.language,
        person.handle,
    ]
