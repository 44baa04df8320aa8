from pathlib import Path

from django.core.management.base import BaseCommand

from sns.people.models import User
from sns.people.staff.export import staff_csv, staff_xlsx


class Command(BaseCommand):
    help = "Write everybody into a CSV or XLSX file that import_staff reads."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options):
        write = staff_xlsx if options["file"].suffix == ".xlsx" else staff_csv
        options["file"].write_bytes(write(User.objects.colleagues().in_reading_order()).getvalue())
