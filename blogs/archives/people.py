"""Who wrote what: names of an archive become staff where that is certain, and named guests otherwise."""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from blogs.importers import encodings
from blogs.importers.records import Problem, UnreadableArchive, clean_line
from sns.people.actions import add_guest
from sns.people.models import User

MAX_GUESTS = 5_000


class Staff:
    """For an administrator: by the given table, then by e-mail, then by the exact name."""

    def __init__(self, table: dict[str, User | None] | None = None):
        self.table = table or {}
        self.guests = Guests()
        self._known: dict[tuple[str, str], User] = {}

    def author(self, name: str, email: str = "") -> User:
        """The person for a name and an address of the archive."""
        key = (name, email.lower())
        if key not in self._known:
            self._known[key] = self._find(name, email.lower()) or self.guests.named(name)
        return self._known[key]

    commenter = author

    def _find(self, name: str, email: str) -> User | None:
        for key in (name, email):
            if key and key in self.table:
                return self.table[key]
        staff = User.objects.filter(is_guest=False)
        by_email = staff.filter(email=email).first() if email else None
        if by_email or not name:
            return by_email
        same_name = list(staff.filter(name=name)[:2])
        return same_name[0] if len(same_name) == 1 else None


class OneAuthor:
    """For a person's own blog: every post is his, and nobody else of the company speaks in it.

    Comments keep their names as guests: a file that somebody brings along must not put words into colleagues'
    mouths.
    """

    def __init__(self, user: User):
        self.user = user
        self.guests = Guests()

    def author(self, name: str, email: str = "") -> User:
        return self.user

    def commenter(self, name: str, email: str = "") -> User:
        if name == self.user.name or (email and email.lower() == self.user.email):
            return self.user
        return self.guests.named(name)


class Guests:
    """Named guests, found again by their name; a bound on how many one archive may make."""

    def __init__(self):
        self.made = 0
        self._known: dict[str, User] = {}

    def named(self, name: str) -> User:
        """The guest of this name; beyond the bound, one guest for all new names."""
        unknown = _("Unknown")
        name = clean_line(name)[:100] or unknown
        if name not in self._known:
            found = User.objects.filter(is_guest=True, name=name).first()
            if found is None and self.made >= MAX_GUESTS and name != unknown:
                return self.named(unknown)
            self._known[name] = found or self._add(name)
        return self._known[name]

    def _add(self, name: str) -> User:
        self.made += 1
        return add_guest(name=name)


def read_author_table(path: Path) -> tuple[dict[str, User | None], list[Problem]]:
    """A CSV of two columns: the name or address in the archive; e-mail, handle or number of the employee.

    An empty second column means "a guest on purpose". Lines that name nobody are returned as problems.
    """
    table: dict[str, User | None] = {}
    problems = []
    rows = csv.reader(text for _number, text, _readable in encodings.lines(path, encodings.detect(path)))
    try:
        for number, row in enumerate(rows, start=1):
            if not row or not row[0].strip():
                continue
            wanted = row[1].strip() if len(row) > 1 else ""
            found = _employee(wanted) if wanted else None
            if wanted and found is None:
                if number > 1:  # the first line may be a heading
                    reason = _("“%(name)s” is no e-mail address, handle or number of an employee.")
                    problems.append(Problem(_("line %(line)d") % {"line": number}, reason % {"name": wanted[:80]}))
                continue
            table[row[0].strip()] = found
    except csv.Error as error:
        raise UnreadableArchive(_("The table of authors cannot be read: %(error)s") % {"error": error}) from error
    return table, problems


def _employee(wanted: str) -> User | None:
    staff = User.objects.filter(is_guest=False)
    for lookup in ({"email": wanted.lower()}, {"handle": wanted.removeprefix("@")}, {"employee_number": wanted}):
        if found := staff.filter(**lookup).first():
            return found
    return None
