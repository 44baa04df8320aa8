"""The company as it stands, in plain rows: what a staff list is compared with."""

from dataclasses import dataclass, field

from sns.people.models import OrgUnit, Posting, User
from sns.people.staff.columns import plain_number


@dataclass(slots=True)
class Person:
    pk: int
    number: str
    name: str
    reading: str
    email: str
    site: str
    language: str
    handle: str
    is_active: bool
    is_admin: bool
    unit_code: str = ""
    title: str = ""
    second_posts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_employed(self) -> bool:
        """In the staff list's care: active and known by a number."""
        return self.is_active and bool(self.number)


@dataclass(slots=True)
class Unit:
    code: str
    name: str
    parent_code: str
    pk: int | None = None


@dataclass(slots=True)
class Company:
    people: list[Person]
    units: dict[str, Unit]
    by_number: dict[str, Person]
    by_email: dict[str, Person]
    by_handle: dict[str, Person]

    @classmethod
    def load(cls) -> "Company":
        """Three queries."""
        fields = ("pk", "employee_number", "name", "reading", "email", "site", "language", "handle", "is_active")
        rows = User.objects.values_list(*fields, "is_staff").order_by("pk")
        people = [
            Person(pk, plain_number(number or ""), name, reading, email or "", *rest)
            for pk, number, name, reading, email, *rest in rows
        ]
        _add_posts({person.pk: person for person in people})
        return cls(
            people,
            _units(),
            {person.number: person for person in people if person.number},
            {person.email: person for person in people if person.email},
            {person.handle: person for person in people},
        )


def _add_posts(people: dict[int, Person]) -> None:
    posts = Posting.objects.current().order_by("id").values_list("user_id", "unit__code", "title", "primary")
    for user_id, code, title, primary in posts:
        if primary:
            people[user_id].unit_code, people[user_id].title = code, title
        else:
            people[user_id].second_posts.append((code, title))


def _units() -> dict[str, Unit]:
    rows = OrgUnit.objects.values_list("code", "name", "parent__code", "pk")
    return {code: Unit(code, name, parent or "", pk) for code, name, parent, pk in rows}
