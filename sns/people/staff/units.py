"""Which units a staff list adds, renames or moves."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sns.people.staff.company import Company, Unit
from sns.people.staff.reading import Problem, StaffRow


@dataclass(slots=True)
class UnitPlan:
    added: list[Unit] = field(default_factory=list)
    changed: list[tuple[Unit, Unit]] = field(default_factory=list)  # as it is, as it will be

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed)


def plan_units(rows: list[StaffRow], company: Company, problems: list[Problem]) -> UnitPlan:
    """The tree that the list describes; lines that contradict most others, or go in a circle, are problems."""
    wanted = _wanted(rows, company)
    for row in rows:
        if row.unit_code and (reason := _contradiction(wanted[row.unit_code], _said(row, company))):
            problems.append(Problem(row.line, reason))
    for code in [unit.parent_code for unit in wanted.values()]:
        if code and code not in wanted and code not in company.units:
            wanted[code] = Unit(code, code, "")  # nobody works right there; the name can be given later
    _refuse_circles(rows, wanted, company, problems)
    _refuse_unknown_second_posts(rows, wanted, company, problems)
    return _difference(wanted, company)


def _wanted(rows: list[StaffRow], company: Company) -> dict[str, Unit]:
    """Each unit as most of its lines have it, so that one slip of the pen is one bad line."""
    votes: dict[str, Counter] = {}
    for row in rows:
        if row.unit_code:
            unit = _said(row, company)
            votes.setdefault(row.unit_code, Counter())[unit.name, unit.parent_code] += 1
    most = {code: said.most_common(1)[0][0] for code, said in votes.items()}
    return {code: Unit(code, name, parent) for code, (name, parent) in most.items()}


def _said(row: StaffRow, company: Company) -> Unit:
    """The unit as one line has it; what the line leaves open stays as it is."""
    old = company.units.get(row.unit_code)
    name = row.unit_name or (old.name if old else row.unit_code)
    parent = (old.parent_code if old else "") if row.parent_code is None else row.parent_code
    return Unit(row.unit_code, name, parent)


def _contradiction(unit: Unit, said: Unit) -> str:
    if unit.name != said.name:
        return _("The unit %(code)s has two names: %(one)s, %(other)s.") % {
            "code": unit.code, "one": unit.name, "other": said.name,
        }  # fmt: skip
    if unit.parent_code != said.parent_code:
        return _("The unit %(code)s is below two units: %(one)s, %(other)s.") % {
            "code": unit.code, "one": unit.parent_code or "—", "other": said.parent_code or "—",
        }  # fmt: skip
    return ""


def _refuse_unknown_second_posts(rows, wanted: dict[str, Unit], company: Company, problems: list[Problem]) -> None:
    for row in rows:
        unknown = [code for code, _title in row.second_posts or () if code not in wanted and code not in company.units]
        if unknown:
            problems.append(Problem(row.line, _("There is no unit %(code)s.") % {"code": ", ".join(unknown)}))


def _refuse_circles(rows, wanted: dict[str, Unit], company: Company, problems: list[Problem]) -> None:
    circle = {code for code in wanted if _goes_round(code, wanted, company)}
    for code in circle:
        del wanted[code]
    for row in rows:
        if row.unit_code in circle:
            reason = _("The unit %(code)s would be above itself.")
            problems.append(Problem(row.line, reason % {"code": row.unit_code}))


def _goes_round(code: str, wanted: dict[str, Unit], company: Company) -> bool:
    seen = set()
    while code:
        if code in seen:
            return True
        seen.add(code)
        unit = wanted.get(code) or company.units.get(code)
        code = unit.parent_code if unit else ""
    return False


def _difference(wanted: dict[str, Unit], company: Company) -> UnitPlan:
    plan = UnitPlan()
    for code, unit in wanted.items():
        old = company.units.get(code)
        if old is None:
            plan.added.append(unit)
        elif (old.name, old.parent_code) != (unit.name, unit.parent_code):
            plan.changed.append((old, unit))
    return plan
