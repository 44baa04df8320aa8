"""Polls as one reader may see them: results only where the poll shows them to him."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from communities.models import Poll, PollVoter, Vote
from communities.models.poll import ANONYMOUS_MIN
from sns.core.paging import Cursor, below
from sns.people.models import User

NAMES_MAX = 60


@dataclass(slots=True)
class Bar:
    """One option with its result; ``names`` are the first of those who chose it, in an open poll."""

    pk: int
    text: str
    votes: int
    percent: int
    mine: bool
    is_most: bool
    names: list[str] = field(default_factory=list)

    @property
    def more_names(self) -> int:
        return max(0, self.votes - len(self.names))


@dataclass(slots=True)
class Result:
    """What a reader sees of a poll: ``bars`` carry numbers only when ``is_shown``."""

    bars: list[Bar]
    has_voted: bool
    is_shown: bool
    is_too_small: bool  # anonymous, over, and too few have voted


def get_visible_poll(user: User, pk: int) -> Poll:
    """The live poll if the person may read it; 404 otherwise."""
    try:
        return Poll.objects.visible_to(user).select_related("author", "space").get(pk=pk)
    except Poll.DoesNotExist:
        raise Http404 from None


def result_for(user: User, poll: Poll) -> Result:
    """Three queries at most: the options, the reader's own vote, who chose what."""
    options = list(poll.options.all())
    if poll.anonymous:
        mine, voted = set(), PollVoter.objects.filter(poll=poll, user=user).exists()
    else:
        mine = set(_votes(poll).filter(user=user).values_list("option_id", flat=True))
        voted = bool(mine)
    small = poll.anonymous and poll.voter_count < ANONYMOUS_MIN
    shown = _is_shown(poll, voted) and not small
    names = _names(poll) if shown and not poll.anonymous else {}
    most = max((option.votes for option in options), default=0)
    bars = [
        Bar(
            pk=option.pk,
            text=option.text,
            votes=option.votes if shown else 0,
            percent=round(100 * option.votes / poll.voter_count) if shown and poll.voter_count else 0,
            mine=option.pk in mine,
            is_most=shown and option.votes == most > 0,
            names=names.get(option.pk, []),
        )
        for option in options
    ]
    return Result(bars=bars, has_voted=voted, is_shown=shown, is_too_small=small and poll.is_closed)


def _is_shown(poll: Poll, voted: bool) -> bool:
    if poll.is_closed:
        return True
    return voted and poll.shown == Poll.Shown.VOTED and not poll.anonymous


def _votes(poll: Poll) -> QuerySet[Vote]:
    return Vote.objects.filter(option__poll=poll)


def _names(poll: Poll) -> dict[int, list[str]]:
    """The first who chose each option, in furigana order: the order of votes is nobody's business."""
    place = Window(RowNumber(), partition_by="option_id", order_by=["user__reading", "user__name", "user_id"])
    rows = _votes(poll).annotate(place=place).filter(place__lte=NAMES_MAX).order_by("option_id", "place")
    names: dict[int, list[str]] = {}
    for option, name in rows.values_list("option_id", "user__name"):
        names.setdefault(option, []).append(name)
    return names


def polls_page(user: User, space_id: int, before: Cursor | None, limit: int) -> list[Poll]:
    """Polls of a community, newest first, with ``has_voted``."""
    mine = PollVoter.objects.filter(poll_id=OuterRef("pk"), user=user)
    polls = Poll.objects.visible_to(user).filter(space_id=space_id).annotate(has_voted=Exists(mine))
    rows = below(polls, before).newest_first().select_related("author", "space").defer("body", "body_html")
    return list(rows[:limit])
