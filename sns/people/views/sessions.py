"""Where one is logged in, in words: "Firefox · Windows" instead of the browser's own long line."""

from allauth.usersessions.views import ListUserSessionsView
from django.utils.translation import gettext as _

# The first that fits: Edge and Opera call themselves Chrome as well, and everything calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """Browser and system as people call them."""
    names = [next((name for mark, name in marks.items() if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or _("Unknown device")


class Sessions(ListUserSessionsView):
    extra_context = {"device": device_name}
