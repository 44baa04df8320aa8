from django.core.management.base import BaseCommand

from sns.ops.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues that have changed; needs no gettext programs."
    requires_system_checks = []

    def handle(self, *args, **options):
        count = compile_catalogues()
        self.stdout.write(f"{count} compiled")
