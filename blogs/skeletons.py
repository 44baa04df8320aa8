"""What a post may start from: a skeleton of guiding words, so that nobody faces an empty page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sns.core.formats import date_text
from sns.entries.models import Entry

Flavour = Entry.Flavour


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One template of a post; title and body are made in the writer's language when he asks for it."""

    flavour: str
    icon: str
    label: str
    hint: str
    title: Callable[[], str]
    body: Callable[[], str]

    @property
    def url(self) -> str:
        return f"/posts/new/?template={self.flavour}"


def _daily_title() -> str:
    return _("%(date)s: my day") % {"date": date_text(timezone.localdate())}


def _daily() -> str:
    return _(
        "## What I did today\n\n- \n\n## What I noticed\n\n(One line is enough.)\n\n## Tomorrow\n\n- \n\n"
        "## Where I would like help\n\n(If there is anything. “Nothing today” is fine too.)\n"
    )


def _study_title() -> str:
    return _("Study session: ")


def _study() -> str:
    return _(
        "- When and where: \n- How many came: \n- Theme: \n\n## What we talked about\n\n\n\n"
        "## What stayed in mind\n\n(A remark somebody made, a question nobody could answer.)\n\n"
        "## What I would change next time\n\n(If few came, please write that too: it helps the next one.)\n"
    )


def _social_title() -> str:
    return _("Get-together: ")


def _social() -> str:
    return _(
        "- When and where: \n- Who came: \n\n## What we talked about\n\n(It need not be about work.)\n\n"
        "## Somebody I met for the first time\n\n\n\n## What might come out of it\n\n"
        "(Nothing yet is a perfectly good answer.)\n"
    )


def _lesson_title() -> str:
    return _("What I learned when it did not work: ")


def _lesson() -> str:
    return _(
        "## What I tried\n\n\n\n## What happened\n\n(As it was. No need to explain yourself.)\n\n"
        "## Why, as far as I can tell\n\n(A guess is fine.)\n\n## What I would tell the next person\n\n\n\n"
        "## What I will try next\n\n(Not decided yet? Then leave this out.)\n"
    )


def _question_title() -> str:
    return ""


def _question() -> str:
    return _(
        "## What I would like to know\n\n\n\n## What I have tried or looked up\n\n"
        "(If you have not got that far, that is fine too.)\n\n## By when\n\nNo hurry / by …\n"
    )


def _news_title() -> str:
    return ""


def _news() -> str:
    return _(
        "## In one sentence\n\n\n\n## Who it is for\n\n\n\n## Details\n\n- When: \n- Where: \n\n## Whom to ask\n\n@\n"
    )


SKELETONS = [
    Skeleton(
        Flavour.DAILY,
        "calendar",
        gettext_lazy("Daily report"),
        gettext_lazy("What I did, what I noticed"),
        _daily_title,
        _daily,
    ),
    Skeleton(
        Flavour.STUDY,
        "blog",
        gettext_lazy("Report of a study session"),
        gettext_lazy("Few or many came: what stayed"),
        _study_title,
        _study,
    ),
    Skeleton(
        Flavour.SOCIAL,
        "people",
        gettext_lazy("Report of a get-together"),
        gettext_lazy("Lunch, drinks, a walk together"),
        _social_title,
        _social,
    ),
    Skeleton(
        Flavour.LESSON,
        "cycle",
        gettext_lazy("What a failure has taught"),
        gettext_lazy("It did not work, and what it taught"),
        _lesson_title,
        _lesson,
    ),
    Skeleton(
        Flavour.QUESTION,
        "mention",
        gettext_lazy("Question"),
        gettext_lazy("Somebody here knows"),
        _question_title,
        _question,
    ),
    Skeleton(
        Flavour.NEWS, "bell", gettext_lazy("News to share"), gettext_lazy("Short, with whom to ask"), _news_title, _news
    ),
]


def without_guidance(flavour: str, body: str) -> str:
    """The text without the template's own advice in brackets, where the writer has left it standing."""
    skeleton = find_skeleton(flavour)
    if skeleton is None:
        return body
    advice = {line for line in skeleton.body().splitlines() if line[:1] in ADVICE}
    return "\n".join(line for line in body.split("\n") if line.strip() not in advice).rstrip()


ADVICE = ("(", "（")


def find_skeleton(name: str | None) -> Skeleton | None:
    """The template of an address; None for none and for an unknown one."""
    return next((skeleton for skeleton in SKELETONS if skeleton.flavour == name), None)
