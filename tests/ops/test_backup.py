"""A backup holds everything, says so with hashes, and comes back."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from sns.ops.backups import backups, check_backup, make_backup, newest_backup
from sns.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_place(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "photo.webp").write_bytes(b"picture")
    (settings.DATA_DIR / "secret-key").write_text("secret")


def test_a_backup_comes_back(company, settings):
    User.objects.create_user("a@example.com", "x", name="有田", handle="arita")
    call_command("backup", verbosity=0, stdout=io.StringIO())
    folder = backups(settings.DATA_DIR / "backups")[0]
    assert set(check_backup(folder)["files"]) == {"database.dump", "media.tar", "secret-key"}
    assert folder.stat().st_mode & 0o077 == 0
    User.objects.update(name="別人")
    (settings.MEDIA_ROOT / "photo.webp").unlink()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(folder))
    call_command("restore", str(folder), replace=True, stdout=io.StringIO())
    assert User.objects.get().name == "有田"
    assert (settings.MEDIA_ROOT / "photo.webp").read_bytes() == b"picture"


def test_a_damaged_backup_is_refused(company, tmp_path):
    folder = make_backup(tmp_path / "there", keep=2)
    with (folder / "media.tar").open("ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match="missing or damaged"):
        call_command("restore", str(folder), check=True)
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore", str(tmp_path))


def test_only_the_newest_are_kept_and_half_made_ones_do_not_count(company, tmp_path):
    place = tmp_path / "there"
    for name in ("20200101-000000", "20210101-000000", "20220101-000000.part"):
        (place / name).mkdir(parents=True)
        (place / name / "manifest.json").write_text(json.dumps({"made_at": "2020-01-01T00:00:00+00:00", "files": {}}))
    folder = make_backup(place, keep=2)
    assert [path.name for path in backups(place)] == [folder.name, "20210101-000000"]


def test_a_backup_to_another_place_is_known_to_the_front_page(company, tmp_path):
    assert newest_backup() is None
    call_command("backup", to=tmp_path / "nas", stdout=io.StringIO())
    assert newest_backup() is not None


def test_a_missing_folder_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore", str(tmp_path / "nothing"))
