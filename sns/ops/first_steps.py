"""What the console says to a person who has just started the server."""

from django.conf import settings

from sns.ops.demo import logins
from sns.people.setup import current_code, is_set_up


def first_steps(*, demo: bool) -> list[str]:
    """Return the lines to print below the address: demo log-ins, or how to make the first administrator."""
    if not is_set_up():
        return setup_lines()
    if demo and logins.is_loaded():
        return logins.lines()
    return []


def setup_lines() -> list[str]:
    return [
        f"Make the company and its first administrator: {settings.PUBLIC_URL}/setup/",
        f"One-time code: {current_code()}",
    ]
