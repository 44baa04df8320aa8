"""Rendered fragments kept in memory: a list shows the same card to many readers, and the second time costs nothing.

A fragment may be kept when it depends on nothing but its arguments, the reader's language and the day: macros
imported without context, called with plain values or frozen objects. What differs from reader to reader (unread, my
reaction) must be among the arguments; then it cannot be shown to the wrong person.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language
from markupsafe import Markup

KEPT = 4096  # of about 2 KB each, in each process
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def kept(macro: Callable[..., Markup], at: datetime | None, *arguments: Hashable) -> Markup:
    """``macro(*arguments)``, rendered once; ``at`` is the moment whose "12 minutes ago" the fragment shows, if any."""
    if at is None:
        return _render(macro, get_language(), timezone.get_current_timezone(), 0, arguments)
    now = timezone.now()
    age = now - at
    # What the fragment says about its time changes every minute in the first hour, once a day later.
    step = age // MINUTE if timedelta(0) <= age < HOUR else timezone.localdate(now)
    return _render(macro, get_language(), timezone.get_current_timezone(), step, arguments)


@lru_cache(maxsize=KEPT)
def _render(macro, language: str | None, zone: tzinfo, step: int | date, arguments: tuple) -> Markup:
    return macro(*arguments)
