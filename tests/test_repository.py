"""House rules that no other tool looks after."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MAX_LINES = {"sns": 350, "blogs": 350, "communities": 350, "tests": 550}
PYTHON = [path for name in ("sns", "blogs", "communities", "tests") for path in (ROOT / name).rglob("*.py")]
PAGES = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts]
VIEWS = [path for name in ("sns", "blogs", "communities") for path in (ROOT / name).rglob("views*/**/*.py")] + [
    path for name in ("sns", "blogs", "communities") for path in (ROOT / name).rglob("views.py")
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_too_long_to_be_read():
    long = {
        name_of(path): lines
        for path in PYTHON
        if "migrations" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES[path.relative_to(ROOT).parts[0]]
    }
    assert not long, long


@pytest.mark.parametrize(
    "forbidden",
    [
        r"<[^>]*\sstyle\s*=",  # the content policy would ignore it
        r"<script(?![^>]*\b(src=|type=\"application/json\"))",
        r"<style",
        r"<[^>]*\son[a-z]+\s*=",
        r"(?:src|href)=\"https?://",  # nothing comes from elsewhere
    ],
)
def test_no_page_has_what_the_content_policy_forbids(forbidden):
    found = [f"{name_of(path)}: {hit[0]}" for path in PAGES for hit in re.finditer(forbidden, path.read_text("utf-8"))]
    assert not found, "\n".join(found)


def test_every_view_asks_for_what_its_reader_may_see():
    """Entries, comments and files come by way of ``visible_to``, or of a query that starts from the person."""
    careless = re.compile(
        r"\b(Entry|Post|Comment|Upload)\.objects\.(all|filter|get|exclude|order_by|values\w*)\(([^)]*)"
    )
    found = []
    for path in VIEWS:
        for hit in careless.finditer(path.read_text("utf-8")):
            if not re.search(r"author=request\.user|owner=request\.user", hit[3]):
                found.append(f"{name_of(path)}: {hit[0]}")
    assert not found, "\n".join(found)


def test_there_are_views_to_look_at():
    assert len(VIEWS) > 15
    assert len(PAGES) > 50


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "services", "signals", "misc", "common"}
    found = [name_of(path) for path in PYTHON if path.stem in drawers]
    assert not found, found


def test_no_path_of_a_developer_s_machine_is_written_down():
    folders = ("sns", "blogs", "communities", "templates", "static", "bin", "tests", "deploy")
    written = {"", ".py", ".html", ".js", ".css", ".toml", ".service", ".conf"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in written]
    private = re.compile(r"/(home|root|Users|work)/\w+/\w")
    found = [name_of(path) for path in files if path.is_file() and private.search(path.read_text("utf-8", "replace"))]
    assert not found, found
