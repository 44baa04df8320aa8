from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sns.ops.staff import import_staff
from sns.people.staff.plan import StaffPlan, plan_staff
from sns.people.staff.reading import StaffFileError, read_staff


class Command(BaseCommand):
    help = "Show what a staff list (CSV) would change; with --apply, change it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="carry it out, all or nothing")
        parser.add_argument(
            "--many-leave", action="store_true", help="go on although more than a fifth of the staff would leave"
        )

    def handle(self, *args, **options):
        try:
            staff = read_staff(options["file"].read_bytes())
        except (OSError, StaffFileError) as error:
            raise CommandError(str(error)) from error
        plan = plan_staff(staff, actor=None)
        self.stdout.write("\n".join(_lines(plan)))
        if options["apply"]:
            if plan.many_leave and not options["many_leave"]:
                raise CommandError(
                    f"{len(plan.leavers)} of {plan.staff} people would leave; is the list complete? Then --many-leave."
                )
            import_staff(actor=None, plan=plan)
            self.stdout.write("Done.")


def _lines(plan: StaffPlan):
    for problem in plan.problems:
        yield f"! line {problem.line}: {problem.reason}"
    for unit in plan.units.added:
        yield f"+ unit {unit.code} {unit.name}"
    for old, new in plan.units.changed:
        yield f"~ unit {new.code} {old.name} ({old.parent_code}) → {new.name} ({new.parent_code})"
    for joiner in plan.joiners:
        yield f"+ {joiner.row.number} {joiner.row.name}{' (comes back)' if joiner.returns else ''}"
    for changed in plan.changed:
        changes = "; ".join(f"{change.field}: {change.old} → {change.new}" for change in changed.changes)
        yield f"~ {changed.person.number} {changed.person.name}: {changes}"
    for person, reason in plan.kept:
        yield f"! {person.number} {person.name} stays: {reason}"
    for person in plan.leavers:
        yield f"- {person.number} {person.name}"
    yield (
        f"{len(plan.joiners)} join, {len(plan.changed)} change, {len(plan.leavers)} leave, "
        f"{plan.unchanged} stay as they are, {len(plan.problems)} lines left out"
    )
