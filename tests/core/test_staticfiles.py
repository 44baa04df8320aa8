import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from sns.core.staticfiles import StaticStorage


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "sns.core.staticfiles.StaticStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def hashed(root: Path, name: str) -> Path:
    return root / StaticStorage(location=root).stored_name(name)


def compressed_size(files) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_the_style_sheet_is_one_file(collected):
    sheet = hashed(collected, "css/engawa.css").read_text()
    assert "@import" not in sheet
    assert "@layer tokens {" in sheet
    assert "@layer print {" in sheet


def test_every_style_file_is_part_of_the_sheet(settings):
    folder = settings.BASE_DIR / "static/css"
    files = {str(file.relative_to(folder)) for file in folder.rglob("*.css")} - {"engawa.css", "admin.css"}
    assert files == set(re.findall(r'@import url\("(.+?)"\)', (folder / "engawa.css").read_text()))


def test_every_style_rule_lives_in_a_layer(settings):
    files = set((settings.BASE_DIR / "static/css").rglob("*.css"))
    # The administration loads its own sheet over Django's, which knows no layers.
    for file in files - {settings.BASE_DIR / "static/css/admin.css"}:
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        assert re.match(r"\s*@layer ", text), file.name


def test_modules_import_each_other_by_their_hashed_names(collected):
    script = hashed(collected, "js/ui.js").read_text()
    imports = re.findall(r'import ?"\./(.+?)"', script)
    assert imports
    assert all((collected / "js" / name).exists() and re.search(r"\.[0-9a-f]{12}\.js$", name) for name in imports)


def test_styles_fit_the_budget_of_25_kb(collected):
    assert compressed_size([hashed(collected, "css/engawa.css")]) <= 25_000


def test_all_scripts_fit_the_budget_of_40_kb(collected, settings):
    own = [file.relative_to(settings.BASE_DIR / "static") for file in (settings.BASE_DIR / "static/js").rglob("*.js")]
    names = [str(name) for name in own] + ["django_htmx/htmx-2.min.js"]
    assert compressed_size(hashed(collected, name) for name in names) <= 40_000


def test_comments_of_our_scripts_stay_at_home(collected, settings):
    assert "//" in (settings.BASE_DIR / "static/js/forms.js").read_text()
    assert not re.search(r"^\s*//", hashed(collected, "js/forms.js").read_text(), re.MULTILINE)
