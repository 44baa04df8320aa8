"""Every word of the pages and mails is there in Japanese, and nothing Japanese stands where English belongs."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale/ja/LC_MESSAGES/django.po"
WITH_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), WITH_CONTEXT),
    "npgettext": ((1, "c"), 2, 3),
}
JAPANESE = re.compile(r"[ぁ-んァ-ヺ一-龯々]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w+\}")

# Japanese that is no text of ours: made-up people and posts, the words of foreign files, ranges of letters.
JAPANESE_DATA = (
    *("sns/ops/demo/", "sns/ops/volume/", "blogs/importers/", "sns/people/staff/"),
    *("sns/core/markup/plain.py", "sns/core/tokens.py", "sns/people/directory.py", "sns/entries/diff.py"),
    *("sns/links/words.py", "sns/search/query.py", "sns/search/asking.py"),
)


@cache
def messages() -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """(context, (msgid,) or (singular, plural)) → the files it stands in, extracted as `babel.cfg` says."""
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, _line, text, _comments, context in extract_from_dir(str(ROOT), methods, options, KEYWORDS):
        key = (context or "", tuple(text) if isinstance(text, tuple | list) else (text,))
        found.setdefault(key, []).append(name)
    return found


@cache
def catalogue() -> Catalog:
    if not CATALOGUE.exists():
        pytest.fail("locale/ja is missing")
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="ja")


def translated() -> dict[tuple[str, tuple[str, ...]], object]:
    """The messages of the catalogue by the same keys."""
    return {(m.context or "", m.id if isinstance(m.id, tuple) else (m.id,)): m for m in catalogue() if m.id}


def strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def show(keys) -> str:
    return "\n".join(sorted(f"{context} {ids}" for context, ids in keys))


def test_something_is_extracted_from_code_pages_and_mails():
    files = {name for names in messages().values() for name in names}
    assert len(messages()) > 500
    assert any(name.endswith(".py") for name in files)
    assert any(name.endswith(".html") for name in files)
    assert any(name.startswith("templates/notifications/mail/") for name in files)


def test_every_message_is_translated():
    known = {key for key, message in translated().items() if all(strings(message))}
    missing = messages().keys() - known
    assert not missing, show(missing)


def test_nothing_is_left_over_or_guessed():
    gone = translated().keys() - messages().keys()
    assert not gone, show(gone)
    assert not catalogue().obsolete
    assert not [key for key, message in translated().items() if message.fuzzy]


def test_the_placeholders_are_the_same():
    wrong = []
    for (_context, ids), message in translated().items():
        # A sentence about one thing may leave its number out; nothing may be made up.
        allowed, needed = (set(PLACEHOLDER.findall(text.replace("%%", ""))) for text in ("".join(ids), ids[-1]))
        for text in filter(None, strings(message)):
            there = set(PLACEHOLDER.findall(text.replace("%%", "")))
            if not needed <= there <= allowed:
                wrong.append(f"{ids[0]!r} → {text!r}")
    assert not wrong, "\n".join(wrong)


def test_a_message_is_english():
    japanese = [key for key in messages() if JAPANESE.search("".join(key[1]))]
    assert not japanese, show(japanese)


def test_a_template_has_no_japanese_of_its_own():
    """But for the name of the language, which everybody reads in that language."""
    wrong = []
    for path in (ROOT / "templates").rglob("*.*"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL).replace("日本語", "")
        # A full-width bracket chosen by the page's language is punctuation.
        wrong += [f"{path.relative_to(ROOT)}: {line.strip()}" for line in text.splitlines() if JAPANESE.search(line)]
    assert not wrong, "\n".join(wrong)


def test_code_speaks_japanese_only_where_it_is_data():
    wrong = []
    for folder in ("sns", "blogs", "communities"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(JAPANESE_DATA) and "/migrations/" not in name:
                wrong += [f"{name}:{line}: {text}" for line, text in japanese_literals(path)]
    assert not wrong, "\n".join(wrong)


def japanese_literals(path: Path) -> list[tuple[int, str]]:
    """String literals with Japanese words; docstrings and comments may say what they like."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if JAPANESE.search(node.value.replace("日本語", ""))
    ]
