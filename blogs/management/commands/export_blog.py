"""Take a person's blog out."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from blogs.archives.outgoing import markdown_export, movable_type_export
from sns.people.models import User


class Command(BaseCommand):
    help = "Write a person's blog as a Movable Type export (mt) or as a zip of Markdown files (markdown)."

    def add_arguments(self, parser):
        parser.add_argument("handle", metavar="HANDLE")
        parser.add_argument("--format", choices=["mt", "markdown"], default="mt")
        parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="standard output when not given")

    def handle(self, *args, **options):
        owner = User.objects.filter(handle=options["handle"].removeprefix("@")).first()
        if owner is None:
            raise CommandError(f"There is nobody with the handle {options['handle']}.", returncode=2)
        if options["format"] == "mt":
            pieces = (piece.encode() for piece in movable_type_export(owner))
        else:
            pieces = markdown_export(owner)
        if options["output"] is None:
            sys.stdout.buffer.writelines(pieces)
            return
        with options["output"].open("wb") as file:
            file.writelines(pieces)
