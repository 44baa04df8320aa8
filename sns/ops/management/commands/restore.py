from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sns.ops.backups import BackupError, check_backup, restore_backup
from sns.people.models import User


class Command(BaseCommand):
    help = "Put a backup back. Stop Engawa first; a database with people in it is only replaced with --replace."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the data that is there")
        parser.add_argument("--check", action="store_true", help="only look whether the backup is whole")

    def handle(self, *, folder, replace, check, **options):
        folder = folder.resolve()
        try:
            manifest = check_backup(folder)
            if check:
                self.stdout.write(f"The backup of {manifest['made_at']} is whole.")
                return
            if not replace and has_people():
                raise CommandError("There are people in this database; --replace replaces everything in it.")
            restore_backup(folder)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The backup of {manifest['made_at']} is back. Run “manage.py migrate” before you start.")


def has_people() -> bool:
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()
