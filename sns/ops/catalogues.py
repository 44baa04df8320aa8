"""Message catalogues: a bare machine has no `msgfmt`, Babel has one in Python."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues() -> int:
    """Compile each `.po` file that is newer than its `.mo` file; return how many."""
    stale = [path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.po") if is_stale(path)]
    for path in stale:
        compile_catalogue(path)
    return len(stale)


def is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns


def compile_catalogue(path: Path) -> None:
    """Write beside it and rename: another process may be reading the old one."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3], domain=path.stem)
    part = path.with_suffix(".mo.part")
    with part.open("wb") as target:
        write_mo(target, catalogue)
    part.rename(path.with_suffix(".mo"))
