"""Carrying out the plan of a staff list: in bulk, because it may be the whole company."""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import slugify

from sns.audit.actions import record_all
from sns.people.actions import add_unit, deactivate_person, reactivate_person
from sns.people.models import OrgUnit, Posting, User
from sns.people.models.user import HANDLE
from sns.people.staff.company import Unit
from sns.people.staff.plan import PERSONAL, PersonPlan, StaffPlan
from sns.people.staff.reading import StaffRow
from sns.people.staff.units import UnitPlan

BATCH = 1000
COLUMN = {"number": "employee_number"}  # the others are called as in the list


@transaction.atomic
def apply_staff(*, actor: User | None, plan: StaffPlan) -> None:
    """Do everything the plan says, or nothing. Callers above let ``sync_unit_spaces`` follow."""
    _apply_units(actor, plan.units)
    joiners = _add_joiners(actor, [joiner for joiner in plan.joiners if not joiner.returns])
    returners = [joiner for joiner in plan.joiners if joiner.returns]
    users = User.objects.in_bulk([p.person.pk for p in (*plan.changed, *returners)])
    for returner in returners:
        reactivate_person(actor=actor, user=users[returner.person.pk])
    _change_people(actor, [*plan.changed, *returners], users)
    known = [(changed, users[changed.person.pk]) for changed in (*plan.changed, *returners)]
    _change_posts([*known, *joiners])
    for person in User.objects.filter(pk__in=[person.pk for person in plan.leavers]):
        deactivate_person(actor=actor, user=person, reason="staff list")


def _apply_units(actor: User | None, plan: UnitPlan) -> None:
    """Add and rename first, hang below each other afterwards: a parent may stand below its child in the list."""
    for unit in plan.added:
        add_unit(actor=actor, name=unit.name, code=unit.code)
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=_codes(plan))}
    for wanted in (*plan.added, *(new for _old, new in plan.changed)):
        unit = units[wanted.code]
        unit.name, unit.parent = wanted.name, units.get(wanted.parent_code)
        unit.save(update_fields=["name", "parent"])
    _write_paths()
    record_all(
        actor=actor,
        verb="unit.changed",
        subjects=((units[new.code], _unit_change(old, new)) for old, new in plan.changed),
    )


def _codes(plan: UnitPlan) -> set[str]:
    units = (*plan.added, *(new for _old, new in plan.changed))
    return {unit.code for unit in units} | {unit.parent_code for unit in units}


def _write_paths() -> None:
    """Every path anew from the parents, as whole branches may have changed places."""
    units = {unit.pk: unit for unit in OrgUnit.objects.all()}
    moved = []
    for unit in units.values():
        ids, above = [], unit
        while above:
            ids.append(above.pk)
            above = units.get(above.parent_id)
        path = "".join(f"/{pk}" for pk in reversed(ids)) + "/"
        if unit.path != path:
            unit.path = path
            moved.append(unit)
    OrgUnit.objects.bulk_update(moved, ["path"], batch_size=BATCH)


def _unit_change(old: Unit, new: Unit) -> dict[str, list[str]]:
    return {"name": [old.name, new.name], "parent": [old.parent_code, new.parent_code]}


def _add_joiners(actor: User | None, joiners: list[PersonPlan]) -> list[tuple[PersonPlan, User]]:
    handles = _Handles()
    users = [_new_user(joiner.row, handles) for joiner in joiners]
    User.objects.bulk_create(users, batch_size=BATCH)
    record_all(actor=actor, verb="person.added", subjects=((user, {"source": "staff list"}) for user in users))
    return list(zip(joiners, users, strict=True))


def _new_user(row: StaffRow, handles: "_Handles") -> User:
    return User(
        employee_number=row.number,
        name=row.name,
        reading=row.reading or "",
        email=row.email or None,
        site=row.site or "",
        language=row.language or settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        handle=handles.take(row.handle or (row.email or "").split("@")[0] or row.number),
        password=make_password(None),  # he sets one by the invitation or the reset mail
    )


class _Handles:
    """Free handles without a query for each person."""

    def __init__(self) -> None:
        self.taken = set(User.objects.values_list("handle", flat=True))
        self.next: dict[str, int] = {}

    def take(self, wish: str) -> str:
        base = slugify(wish.replace(".", "-"))[:30].strip("-_") or "user"
        handle = wish if len(wish) <= 40 and re.fullmatch(HANDLE, wish) else base
        while handle in self.taken:
            self.next[base] = self.next.get(base, 1) + 1
            handle = f"{base}{self.next[base]}"
        self.taken.add(handle)
        return handle


def _change_people(actor: User | None, plans: list[PersonPlan], users: dict[int, User]) -> None:
    changed = []
    for plan in plans:
        user = users[plan.person.pk]
        for name in PERSONAL:
            if plan.changed(name):
                setattr(user, COLUMN.get(name, name), getattr(plan.row, name))
        changed.append((user, {change.field: [change.old, change.new] for change in plan.changes}))
    _make_room(plans)
    fields = [COLUMN.get(name, name) for name in PERSONAL]
    User.objects.bulk_update([user for user, _data in changed], fields, batch_size=BATCH)
    record_all(actor=actor, verb="person.changed", subjects=changed)


def _make_room(plans: list[PersonPlan]) -> None:
    """Two people may swap addresses or handles: both let go first. “~” stands in no real handle."""
    moved = [plan.person.pk for plan in plans if plan.changed("email")]
    User.objects.filter(pk__in=moved).update(email=None)
    renamed = [plan.person.pk for plan in plans if plan.changed("handle")]
    User.objects.filter(pk__in=renamed).update(handle=Concat(Value("~"), Cast("pk", CharField())))


def _change_posts(people: Iterable[tuple[PersonPlan, User]]) -> None:
    """End the posts that are no longer in the list the day before today, and begin the new ones today."""
    units = dict(OrgUnit.objects.values_list("code", "pk"))
    ended_main, new, second = [], [], []
    for plan, user in people:
        if _main_changes(plan):
            ended_main.append(user.pk)
            new += _main_post(plan, user, units)
        if plan.row.second_posts is not None and (plan.person is None or plan.changed("second_posts")):
            second.append(user.pk)
            posts = dict.fromkeys(plan.row.second_posts)
            new += [_posting(user, units[code], title, primary=False) for code, title in posts]
    _end(Posting.objects.filter(primary=True, user__in=ended_main))
    _end(Posting.objects.filter(primary=False, user__in=second))
    Posting.objects.bulk_create(new, batch_size=BATCH)


def _main_changes(plan: PersonPlan) -> bool:
    return plan.person is None or plan.changed("unit") or plan.changed("title")


def _main_post(plan: PersonPlan, user: User, units: dict[str, int]) -> list[Posting]:
    old = plan.person
    code = plan.row.unit_code if plan.row.unit_code is not None else old.unit_code if old else ""
    title = plan.row.title if plan.row.title is not None else old.title if old else ""
    return [_posting(user, units[code], title, primary=True)] if code else []


def _posting(user: User, unit_id: int, title: str, *, primary: bool) -> Posting:
    return Posting(user=user, unit_id=unit_id, title=title, primary=primary, since=timezone.localdate())


def _end(postings: QuerySet[Posting]) -> None:
    today = timezone.localdate()
    running = postings.filter(Q(until=None) | Q(until__gte=today))
    running.filter(since__gte=today).delete()  # never took effect
    running.update(until=today - timedelta(days=1))
