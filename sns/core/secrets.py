"""The installation's secret key, made once and kept beside the data."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_create_secret(path: Path) -> str:
    """Return the secret kept in ``path``; the first caller writes it, readable by its owner only.

    Raises ImproperlyConfigured when the folder cannot be written or the file not read.
    """
    try:
        if not path.exists():
            _create(path)
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"ENGAWA_DATA: {path.parent} cannot be used: {error.strerror}") from error


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # atomic: of several processes starting at once exactly one wins
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
