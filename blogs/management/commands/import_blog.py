"""Bring a blog in from another system."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blogs.archives.actions import Importer
from blogs.archives.addresses import address_from_pattern
from blogs.archives.media import MediaFolder
from blogs.archives.people import Staff, read_author_table
from blogs.archives.reading import READERS, read_archive
from blogs.archives.report import Report
from blogs.importers.records import ImportedEntry, UnreadableArchive
from sns.spaces.models import Space
from sns.spaces.queries import company_space

EPILOG = """
FILE is a Movable Type export (mt) or a WordPress export (wxr). Running it again adds only what is new.

Authors are matched with employees by the table of --authors (two columns: the name in the archive; e-mail address,
handle or employee number, empty for a guest), then by e-mail address, then by the exact name. All others become
named guests without log-in.

Old addresses lead to the posts. Where the archive does not hold them (most Movable Type exports), --addresses says
how they were made: "https://blog.example.com/{year}/{month}/{basename}.html"; also {day}, and {dashed} for a
basename with "-" in place of "_".

Exit status: 0 everything was brought in · 1 something could not be (see the report) · 2 the file or an option is wrong.
"""


class Command(BaseCommand):
    help = "Bring a blog in from a Movable Type or WordPress export."

    def create_parser(self, prog_name, subcommand, **kwargs) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EPILOG, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=sorted(READERS), help="found out from the file when not given")
        parser.add_argument("--authors", type=Path, metavar="CSV", help="table of authors")
        parser.add_argument("--space", metavar="SPACE", help="audience of published posts: number or name")
        parser.add_argument("--media", type=Path, metavar="DIR", help="folder with the pictures and files of the blog")
        parser.add_argument("--addresses", metavar="PATTERN", default="", help="old addresses, see below")
        parser.add_argument("--dry-run", action="store_true", help="only report what would be brought in")

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            report = self._run(options)
        if report.lost_count:
            raise SystemExit(1)

    def _run(self, options) -> Report:
        for name in ("file", "authors"):
            if options[name] and not options[name].is_file():
                raise _wrong(_("%(path)s is not a file.") % {"path": options[name]})
        importer = Importer(
            people=Staff(self._table(options["authors"])),
            space=_space(options["space"]),
            media=_media(options["media"]),
            dry_run=options["dry_run"],
            address_pattern=_pattern(options["addresses"]),
        )
        tz = timezone.get_default_timezone()
        try:
            records = read_archive(options["file"], tz=tz, kind=options["format"] or "")
            report = importer.run(records, self._progress)
        except UnreadableArchive as error:
            raise _wrong(str(error)) from error
        self._print(report, importer.people.guests.made, dry_run=options["dry_run"])
        return report

    def _table(self, path: Path | None) -> dict:
        if path is None:
            return {}
        try:
            table, problems = read_author_table(path)
        except UnreadableArchive as error:
            raise _wrong(str(error)) from error
        if problems:
            raise _wrong("\n".join(f"{path.name}: {problem}" for problem in problems))
        return table

    def _progress(self, report: Report) -> None:
        if report.seen % 100 == 0:
            self.stderr.write(_("Entries so far: %(count)d") % {"count": report.seen})

    def _print(self, report: Report, guests: int, *, dry_run: bool) -> None:
        for problem in report.problems:
            self.stderr.write(("! " if problem.lost else "- ") + str(problem))
        more = report.problem_count - len(report.problems)
        if more:
            self.stderr.write(_("Further remarks, not shown: %(count)d") % {"count": more})
        if dry_run:
            self.stdout.write(_("Nothing was written. This is what would be brought in:"))
        for label, value in _lines(report, guests):
            self.stdout.write(f"{label}: {value}")


def _lines(report: Report, guests: int) -> list[tuple[str, str]]:
    statuses = ", ".join(f"{name} {count}" for name, count in sorted(report.statuses.items()))
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(report.kinds.items()))
    return [
        (_("Posts brought in"), f"{report.created} ({statuses})" if statuses else "0"),
        (_("Comments brought in"), f"{report.comments} ({kinds})" if kinds else "0"),
        (_("Categories"), str(len(report.categories))),
        (_("Tags"), str(len(report.tags))),
        (_("Files brought in"), str(report.files)),
        (_("New guests"), str(guests)),
        (_("Already here"), str(report.already)),
        (_("Left out"), str(report.left_out)),
        (_("Remarks"), str(report.problem_count)),
        (_("Not kept"), str(report.lost_count)),
    ]


def _space(wanted: str | None) -> Space:
    spaces = Space.objects.exclude(kind=Space.Kind.PERSONAL)
    if not wanted:
        try:
            return company_space()
        except Space.DoesNotExist as error:
            raise _wrong(_("There is no company yet. Please set it up first.")) from error
    found = list(spaces.filter(pk=int(wanted)) if wanted.isdigit() else spaces.filter(name=wanted)[:2])
    if len(found) != 1:
        raise _wrong(_("“%(name)s” is not the name or number of one space.") % {"name": wanted})
    return found[0]


def _media(folder: Path | None) -> MediaFolder | None:
    if folder is None:
        return None
    if not folder.is_dir():
        raise _wrong(_("%(path)s is not a folder.") % {"path": folder})
    return MediaFolder(folder)


def _pattern(pattern: str) -> str:
    try:
        address_from_pattern(pattern, ImportedEntry(""))
    except ValueError as error:
        raise _wrong(_("Unknown word in --addresses: %(word)s") % {"word": error}) from error
    return pattern


def _wrong(message: str) -> CommandError:
    return CommandError(message, returncode=2)
