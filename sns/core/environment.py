"""Typed settings from the environment that say so when a value, or a name, is wrong."""

import difflib
import os
import zoneinfo
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

YES = ("1", "yes", "true", "on")
NO = ("0", "no", "false", "off", "")


class Environment(environ.Env):
    """django-environ reads any unknown word as False and does not name the variable it cannot read."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get_value(self, var, *args, **kwargs):
        self.names.add(var)
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}") from error

    def switch(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        word = self.str(name, default="yes" if default else "no").strip().lower()
        if word not in YES + NO:
            raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}")
        return word in YES

    def number(self, name: str, *, default: int, low: int, high: int) -> int:
        """Return a whole number between `low` and `high`."""
        text = self.str(name, default=str(default)).strip()
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ImproperlyConfigured(f"{name} must be a number from {low} to {high}, not {text!r}")
        return int(text)

    def choice(self, name: str, *, default: str, of: tuple[str, ...]) -> str:
        """Return one of a few words."""
        word = self.str(name, default=default).strip().lower()
        if word not in of:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(of)}, not {word!r}")
        return word

    def address(self, name: str, *, default: str) -> tuple[str, int]:
        """Return host and port of `127.0.0.1:8000` or `[::1]:8000`."""
        text = self.str(name, default=default).strip()
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ImproperlyConfigured(f"{name} must look like 127.0.0.1:8000, not {text!r}")
        return host.strip("[]"), int(port)

    def time_zone(self, name: str, *, default: str) -> str:
        """Return the name of a time zone that exists."""
        zone = self.str(name, default=default).strip()
        if zone not in zoneinfo.available_timezones():
            raise ImproperlyConfigured(f"{name} must be a time zone like Asia/Tokyo, not {zone!r}")
        return zone

    def mail(self, name: str, *, default: str) -> dict:
        """Return Django's settings of an `smtp+tls://user:password@host:587` address."""
        try:
            return self.email_url(name, default=default)
        except (ValueError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587") from error

    def database(self, name: str) -> dict:
        """Return Django's settings of a `postgres://user:password@host:port/name` address."""
        try:
            settings = self.db_url(name)
        except (ValueError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{name} cannot be read: {error}") from error
        if not settings["ENGINE"].endswith("postgresql") or not settings["NAME"]:
            raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/engawa")
        settings["HOST"] = unquote(settings["HOST"])
        return settings

    def refuse_unknown(self, prefix: str, *, known: tuple[str, ...] = ()) -> None:
        """Refuse a variable that starts with `prefix` and that nobody has asked for: it is a slip."""
        names = self.names | set(known)
        for name in sorted(os.environ):
            if name.startswith(prefix) and name not in names:
                close = difflib.get_close_matches(name, names, n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                raise ImproperlyConfigured(f"{name} is not a setting{hint}")
