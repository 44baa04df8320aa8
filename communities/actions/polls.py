"""Polls: publish, vote, close, tell of the end.

Every write locks the poll's row first, so that votes, a change of options and the end never overlap.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from communities.models import Poll, PollOption, PollVoter, Vote
from sns import publishing
from sns.notifications.actions import notify
from sns.notifications.models import Verb
from sns.people.models import User
from sns.spaces.permissions import can_moderate, role_in
from sns.spaces.queries import may_see


class PollClosed(Exception):
    """The poll has ended; nothing of it changes any more."""


class PollStarted(Exception):
    """Somebody has voted: question, options and rules stay as they are."""


class AlreadyVoted(Exception):
    """An anonymous vote cannot be changed: nobody knows which one it is."""


class WrongChoice(Exception):
    """Nothing was chosen, several where one may be, or what is no option of the poll."""


def can_vote(user: User, poll: Poll) -> bool:
    """Who may read a poll may vote, as long as it runs and its community is not archived."""
    return may_see(user, poll.space) and not poll.space.is_archived


def can_close(user: User, poll: Poll) -> bool:
    return user.pk == poll.author_id or can_moderate(user, poll.space)


@transaction.atomic
def publish_poll(
    *, actor: User, poll: Poll, options: Sequence[str], tags: Iterable[str] = (), at: datetime | None = None
) -> Poll:
    """Bring a poll out with its options."""
    if poll.space.is_archived or not role_in(actor, poll.space_id):
        raise PermissionDenied
    publishing.publish(actor=actor, entry=poll, tags=tags, at=at)
    _write_options(poll, options)
    return poll


@transaction.atomic
def revise_poll(
    *, actor: User, poll: Poll, options: Sequence[str], tags: Iterable[str], base_version: int, at=None
) -> Poll:
    """Save a changed poll. After the first vote only the text below the question and the end may change.

    Raises PollClosed, PollStarted, publishing.EditConflict.
    """
    stored = _locked(poll)
    if stored.is_closed:
        raise PollClosed
    same_options = list(stored.options.values_list("text", flat=True)) == list(options)
    if stored.voter_count and not (same_options and _same_rules(stored, poll)):
        raise PollStarted
    publishing.revise(actor=actor, entry=poll, tags=tags, base_version=base_version, at=at)
    if not same_options:
        poll.options.all().delete()
        _write_options(poll, options)
    return poll


@transaction.atomic
def vote(*, actor: User, poll: Poll, options: Iterable[int]) -> None:
    """Cast the person's vote for the options of these ids; in an open poll it replaces the one before.

    Raises PollClosed, WrongChoice, AlreadyVoted.
    """
    if not can_vote(actor, poll):
        raise PermissionDenied
    stored, chosen = _locked(poll), set(options)
    if stored.is_closed or not stored.is_live:
        raise PollClosed
    known = set(stored.options.values_list("pk", flat=True))
    if not chosen or not chosen <= known or (len(chosen) > 1 and not stored.multiple):
        raise WrongChoice
    rows = PollVoter.objects.filter(poll=stored, user=actor)
    first = not rows.exists()
    if stored.anonymous and not first:
        raise AlreadyVoted
    if first:
        PollVoter.objects.create(poll=stored, user=actor)
        Poll.objects.filter(pk=stored.pk).update(voter_count=F("voter_count") + 1)
    before = set() if stored.anonymous else _replace_votes(actor, known, chosen)
    _count(stored, raised=chosen - before, lowered=before - chosen)


@transaction.atomic
def close_poll(*, actor: User, poll: Poll, at: datetime | None = None) -> None:
    """End a poll before its time; a poll that has ended is never opened again."""
    if not can_close(actor, poll):
        raise PermissionDenied
    stored = _locked(poll)
    if not stored.is_closed:
        Poll.objects.filter(pk=stored.pk).update(closed_at=at or timezone.now())


def tell_of_ended_polls(*, now: datetime | None = None) -> int:
    """Tell the voters of every poll that has ended, once; returns of how many polls. Safe to run twice at once."""
    told = 0
    while _tell_of_next(now or timezone.now()):
        told += 1
    return told


@transaction.atomic
def _tell_of_next(now: datetime) -> bool:
    ended = Q(closes_at__lte=now) | Q(closed_at__lte=now)
    poll = (
        Poll.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("author", "space")
        .filter(ended, told_at__isnull=True)
        .first()
    )
    if poll is None:
        return False
    Poll.objects.filter(pk=poll.pk).update(told_at=now)
    voters = poll.voters.values_list("user_id", flat=True)
    notify(actor=poll.author, verb=Verb.POLL, entry=poll, to=voters, path=poll.get_absolute_url(), at=now)
    return True


def _locked(poll: Poll) -> Poll:
    return Poll.objects.select_for_update(of=("self",)).select_related("space").get(pk=poll.pk)


def _same_rules(stored: Poll, poll: Poll) -> bool:
    return all(getattr(stored, name) == getattr(poll, name) for name in ("title", "multiple", "anonymous", "shown"))


def _write_options(poll: Poll, options: Sequence[str]) -> None:
    PollOption.objects.bulk_create(PollOption(poll=poll, number=n, text=text) for n, text in enumerate(options, 1))


def _replace_votes(actor: User, known: set[int], chosen: set[int]) -> set[int]:
    """Make the person's votes exactly ``chosen`` and return what they were."""
    mine = Vote.objects.filter(option_id__in=known, user=actor)
    before = set(mine.values_list("option_id", flat=True))
    mine.exclude(option_id__in=chosen).delete()
    Vote.objects.bulk_create(Vote(option_id=pk, user=actor) for pk in sorted(chosen - before))
    return before


def _count(poll: Poll, *, raised: set[int], lowered: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"poll": poll.pk, "raised": list(raised), "lowered": list(lowered)})


# All options are written, not only the chosen ones: the row's transaction number (xmin), which the voter's own row
# shows too, would tell what he chose.
_COUNT = """
UPDATE communities_polloption
SET votes = votes + (id = ANY(%(raised)s::bigint[]))::int - (id = ANY(%(lowered)s::bigint[]))::int
WHERE poll_id = %(poll)s
"""


def count_poll_votes() -> int:
    """Count voters and named votes again; returns how many rows were wrong. The sums of anonymous polls are all there
    is of their votes: they stay."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT_VOTERS)
        wrong = cursor.rowcount
        cursor.execute(_RECOUNT_VOTES)
        return wrong + cursor.rowcount


_RECOUNT_VOTERS = """
UPDATE communities_poll p SET voter_count = fresh.n FROM (
    SELECT p.entry_ptr_id AS id, count(v.user_id) AS n
    FROM communities_poll p LEFT JOIN communities_pollvoter v ON v.poll_id = p.entry_ptr_id GROUP BY 1
) fresh WHERE fresh.id = p.entry_ptr_id AND p.voter_count <> fresh.n
"""
_RECOUNT_VOTES = """
UPDATE communities_polloption o SET votes = fresh.n FROM (
    SELECT o.id, count(v.id) AS n FROM communities_polloption o
    JOIN communities_poll p ON p.entry_ptr_id = o.poll_id AND NOT p.anonymous
    LEFT JOIN communities_vote v ON v.option_id = o.id GROUP BY 1
) fresh WHERE fresh.id = o.id AND o.votes <> fresh.n
"""
