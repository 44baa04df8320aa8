"""What the console says to a person who has just started the server."""

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands


def first_steps(*, demo: bool) -> list[str]:
    """Return the lines to print below the address: demo log-ins, or how to make the first administrator."""
    if not get_user_model().objects.exists():
        return setup_lines()
    if demo and "demo_logins" in get_commands():
        return call_command("demo_logins").splitlines()
    return []


def setup_lines() -> list[str]:
    return []
