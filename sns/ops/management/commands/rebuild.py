from django.core.management.base import BaseCommand

from sns.ops.rebuild import rebuild_counters, rebuild_texts
from sns.spaces.actions import sync_unit_spaces


class Command(BaseCommand):
    help = "Make derived data again: counters, members of unit spaces and, with --texts, everything rendered."

    def add_arguments(self, parser):
        parser.add_argument("--texts", action="store_true", help="render every text again as well")

    def handle(self, *, texts, **options):
        sync_unit_spaces()
        self.stdout.write(f"{rebuild_counters()} counters were wrong and have been set right.")
        if texts:
            done = 0
            for done in rebuild_texts():
                self.stdout.write(f"{done} texts rendered", ending="\r")
            self.stdout.write(f"{done} texts rendered.")
