"""How often one person may do a thing: a brake for stuck keys and runaway scripts, far above what people do.

    try:
        POSTS.take_turn(request.user)
    except TooFast as brake:
        … show the form again with brake.message and what was typed, status 429 …

Counted in Django's cache, which all workers share. Two requests at the same instant may count as one: the
brake stops floods, it is not an account.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import ngettext


class TooFast(Exception):
    """The person has used up his turns; ``seconds`` until there are new ones, ``message`` in his language."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def message(self) -> str:
        minutes = max(1, -(-self.seconds // 60))
        text = ngettext(
            "That was a little too fast. Please try again in %(minutes)s minute; your text is kept.",
            "That was a little too fast. Please try again in %(minutes)s minutes; your text is kept.",
            minutes,
        )
        return text % {"minutes": minutes}

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Make any answer a 429 that says when to come again."""
        response.status_code = 429
        response["Retry-After"] = str(self.seconds)
        return response


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` turns of a person in each window of ``seconds``."""

    name: str
    count: int
    seconds: int

    def take_turn(self, user) -> None:
        """Count one turn; raises TooFast when there is none left."""
        window, passed = divmod(int(time()), self.seconds)
        key = f"limit:{self.name}:{user.pk}:{window}"
        used = cache.get(key, 0)
        if used >= self.count:
            raise TooFast(self.seconds - passed)
        cache.set(key, used + 1, self.seconds - passed + 1)


POSTS = Limit("posts", count=30, seconds=3600)
AUTOSAVES = Limit("autosaves", count=300, seconds=300)
PREVIEWS = Limit("previews", count=240, seconds=300)
COMMENTS = Limit("comments", count=60, seconds=600)
REACTIONS = Limit("reactions", count=120, seconds=60)
COMMUNITIES = Limit("communities", count=10, seconds=3600)
INVITATIONS = Limit("community_invitations", count=60, seconds=3600)
REPORTS = Limit("reports", count=20, seconds=3600)
UPLOADS = Limit("uploads", count=200, seconds=3600)
