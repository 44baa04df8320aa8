from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from sns.ops.demo import logins
from sns.ops.demo.loading import is_empty, load


class Command(BaseCommand):
    help = "Load the demo company into an empty database and print its log-ins."

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="only print the log-ins of a loaded demo again")

    def handle(self, *args, **options):
        if options["logins"]:
            if not logins.is_loaded():
                raise CommandError("this database does not hold the demo company")
        else:
            if not is_empty():
                raise CommandError("there are people in this database already; the demo needs an empty one")
            with translation.override("ja"):
                load(now=timezone.now())
        if options["verbosity"] > 0:
            self.stdout.write("\n".join(logins.lines()))
