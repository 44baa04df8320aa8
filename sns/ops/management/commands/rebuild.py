from django.core.management.base import BaseCommand

from sns.links.relating import relate_everything
from sns.ops.rebuild import rebuild_counters, rebuild_texts
from sns.search.filling import fill, set_right
from sns.spaces.actions import sync_unit_spaces


class Command(BaseCommand):
    help = (
        "Make derived data again: counters, members of unit spaces, rows of the search; --texts: all that is rendered."
    )

    def add_arguments(self, parser):
        parser.add_argument("--texts", action="store_true", help="render every text again as well")
        parser.add_argument("--related", action="store_true", help="find related entries again (part of --texts)")

    def handle(self, *, texts, related, **options):
        sync_unit_spaces()
        self.stdout.write(f"{rebuild_counters()} counters were wrong and have been set right.")
        self.stdout.write(f"{set_right()} rows of the search were wrong and have been set right.")
        found = 0
        for found in fill(again=texts):
            self.stdout.write(f"{found} texts made findable", ending="\r")
        self.stdout.write(f"{found} texts made findable.")
        if texts:
            done = 0
            for done in rebuild_texts():
                self.stdout.write(f"{done} texts rendered", ending="\r")
            self.stdout.write(f"{done} texts rendered.")
        if texts or related:
            done = 0
            for done in relate_everything():
                self.stdout.write(f"{done} entries related", ending="\r")
            self.stdout.write(f"{done} entries related.")
