from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sns.ops.backups import BackupError, default_place, make_backup, note_backup


class Command(BaseCommand):
    help = "Write database, files and secret key into a new folder with a manifest of hashes."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="another place than backups/ in the data directory")
        parser.add_argument("--keep", type=int, default=14, help="how many to keep there (default 14)")

    def handle(self, *, to, keep, **options):
        if keep < 1:
            raise CommandError("--keep must be at least 1.")
        try:
            folder = make_backup((to or default_place()).resolve(), keep=keep)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if to:
            note_backup(folder)
        self.stdout.write(str(folder))
