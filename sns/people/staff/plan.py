"""What a staff list would change: worked out without changing anything, so that it can be shown first."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sns.people.models import User
from sns.people.staff.company import Company, Person
from sns.people.staff.reading import Problem, StaffList, StaffRow, in_hiragana
from sns.people.staff.units import UnitPlan, plan_units

# More leavers than this share of the staff look like half a file, not like a hard year.
LEAVERS_SHARE = 0.2
PERSONAL = ("number", "name", "reading", "email", "site", "language", "handle")


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: str
    new: str


@dataclass(slots=True)
class PersonPlan:
    """A line of the list and the person it means; ``person`` is None for a joiner."""

    row: StaffRow
    person: Person | None
    changes: list[Change] = field(default_factory=list)
    returns: bool = False

    def changed(self, name: str) -> bool:
        return any(change.field == name for change in self.changes)


@dataclass(slots=True)
class StaffPlan:
    joiners: list[PersonPlan] = field(default_factory=list)
    changed: list[PersonPlan] = field(default_factory=list)
    leavers: list[Person] = field(default_factory=list)
    kept: list[tuple[Person, str]] = field(default_factory=list)  # would leave, but must not; with the reason
    units: UnitPlan = field(default_factory=UnitPlan)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    staff: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.joiners or self.changed or self.leavers or not self.units.is_empty)

    @property
    def many_leave(self) -> bool:
        return len(self.leavers) > self.staff * LEAVERS_SHARE

    @property
    def fingerprint(self) -> str:
        """Changes when anything that would be done changes: what is confirmed is what was shown."""
        people = [(plan.row, plan.changes, plan.returns) for plan in (*self.joiners, *self.changed)]
        done = (people, [person.pk for person in self.leavers], self.units.added, self.units.changed)
        return hashlib.sha256(repr(done).encode()).hexdigest()


def plan_staff(staff: StaffList, *, actor: User | None) -> StaffPlan:
    """Compare the list with the company; a handful of queries whatever its length."""
    company = Company.load()
    plan = StaffPlan(staff=sum(person.is_employed for person in company.people))
    plan.problems = list(staff.problems)
    plan.units = plan_units(staff.rows, company, plan.problems)
    bad = {problem.line for problem in plan.problems}
    rows = [row for row in staff.rows if row.line not in bad]
    matched = _matched(rows, company, plan)
    for row, person in _without_clashes(matched, company, plan):
        _sort_in(plan, row, person)
    _find_leavers(plan, staff, company, matched, actor)
    plan.problems.sort(key=lambda problem: problem.line)
    return plan


def _matched(rows: list[StaffRow], company: Company, plan: StaffPlan) -> list[tuple[StaffRow, Person | None]]:
    """Each line with its person: by number, or by address where the person has no number yet."""
    matched, taken = [], set()
    for row in rows:
        person = company.by_number.get(row.number) if row.number else None
        if person is None and row.email:
            namesake = company.by_email.get(row.email)
            person = namesake if namesake and (not namesake.number or not row.number) else None
        if person is None and not row.number:
            plan.problems.append(Problem(row.line, _("The employee number is missing.")))
        elif person and person.pk in taken:
            plan.problems.append(Problem(row.line, _("%(name)s appears twice.") % {"name": person.name}))
        else:
            taken.add(person.pk if person else None)
            matched.append((row, person))
        taken.discard(None)
    return matched


def _without_clashes(matched: list, company: Company, plan: StaffPlan) -> list[tuple[StaffRow, Person | None]]:
    """Without lines that claim the address or handle of somebody who keeps it."""
    good = matched
    for name, owners, reason in (
        ("email", company.by_email, _("The address %(value)s belongs to %(owner)s.")),
        ("handle", company.by_handle, _("The handle %(value)s belongs to %(owner)s.")),
    ):
        good = _without_clash(good, name, owners, reason, plan)
    return good


def _without_clash(rows: list, name: str, owners: dict[str, Person], reason: str, plan: StaffPlan) -> list:
    given_up = {p.pk for row, p in rows if p and getattr(row, name) and getattr(row, name) != getattr(p, name)}
    good, claimed = [], {}
    for row, person in rows:
        value = getattr(row, name)
        owner = owners.get(value) if value else None
        foreign = owner and (person is None or owner.pk != person.pk) and owner.pk not in given_up
        if foreign or (value and value in claimed):
            name_of_owner = owner.name if foreign else claimed[value]
            plan.problems.append(Problem(row.line, reason % {"value": value, "owner": name_of_owner}))
            continue
        if value:
            claimed[value] = row.name
        good.append((row, person))
    # A line that drops out keeps its address after all: look again until nobody drops out.
    return good if len(good) == len(rows) else _without_clash(good, name, owners, reason, plan)


def _sort_in(plan: StaffPlan, row: StaffRow, person: Person | None) -> None:
    if person is None:
        plan.joiners.append(PersonPlan(row, None))
        return
    found = PersonPlan(row, person, _changes(row, person), returns=not person.is_active)
    if found.returns:
        plan.joiners.append(found)
    elif found.changes:
        plan.changed.append(found)
    else:
        plan.unchanged += 1


def _changes(row: StaffRow, person: Person) -> list[Change]:
    """Personal data: an empty cell leaves what the person wrote himself. Posts follow the list exactly."""
    pairs = [(name, getattr(person, name), getattr(row, name) or getattr(person, name)) for name in PERSONAL]
    if row.reading == in_hiragana(person.reading):
        pairs = [pair for pair in pairs if pair[0] != "reading"]
    if row.unit_code is not None:
        pairs.append(("unit", person.unit_code, row.unit_code))
    if row.title is not None and (person.unit_code or row.unit_code):
        pairs.append(("title", person.title, row.title))
    if row.second_posts is not None:
        pairs.append(("second_posts", _shown(person.second_posts), _shown(row.second_posts)))
    return [Change(name, old, new) for name, old, new in pairs if old != new]


def _shown(posts: list[tuple[str, str]]) -> str:
    return ", ".join(sorted({f"{code} {title}".strip() for code, title in posts}))


def _find_leavers(plan: StaffPlan, staff: StaffList, company: Company, matched: list, actor: User | None) -> None:
    named = {person.pk for _row, person in matched if person}
    leavers = [
        person for person in company.people
        if person.is_employed and person.pk not in named
        and person.number not in staff.numbers and person.email not in staff.emails
    ]  # fmt: skip
    stay = _must_stay(leavers, company, actor)
    plan.leavers = [person for person in leavers if person.pk not in stay]
    plan.kept = [(person, stay[person.pk]) for person in leavers if person.pk in stay]


def _must_stay(leavers: list[Person], company: Company, actor: User | None) -> dict[int, str]:
    gone = {person.pk for person in leavers}
    stay = {actor.pk: _("You cannot let yourself go.")} if actor and actor.pk in gone else {}
    administrators = {person.pk for person in company.people if person.is_active and person.is_admin}
    if administrators and administrators <= gone - set(stay):
        stay[min(administrators)] = _("This is the last administrator.")
    return stay
