"""One page of found texts, the best or the newest first; four statements at most, whatever is searched for."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from sns.core.paging import Cursor
from sns.search.asking import NEWEST, Asked
from sns.search.finding import (
    CANDIDATES,
    COMMENTS,
    ENTRIES,
    PAGE,
    Hit,
    Source,
    Statement,
    fetch,
    index,
    walk,
    walk_titles,
)

# What a title, a phrase, links, a followed author and freshness are worth against each other.
IN_TITLE, WHOLE_TITLE, TOGETHER, LINKS, FOLLOWED, FRESH = 1.5, 1.5, 1.0, 0.5, 0.4, 2.0
# A word that the walk finds SOME times is too frequent for the index, which gives all of its rows: walking on until
# AIM are expected costs less.
SOME, AIM = 4, 40
FRESH_DAYS = 120  # after as many days freshness has lost two thirds


@dataclass(slots=True)
class Found:
    """The hits of a page, the cursor of the next one ("": none), and whether ranking looked at a part only."""

    hits: list[Hit]
    next: str = ""
    partly: bool = False
    # What is known of each source, so that counting need not search again: the hits of a rare word (all of them, if
    # they are fewer than CANDIDATES), None for a frequent one.
    known: dict[str, list[int] | None] = field(default_factory=dict)


def find(asked: Asked, after: Cursor | None) -> Found:
    """The texts of a search that its reader may see."""
    if asked.nowhere or (asked.query.is_empty and asked.is_empty):
        return Found([])
    statement = Statement(asked)
    if asked.sort == NEWEST or not statement.has_words:
        return _newest(statement, after)
    return _best(statement, after)


def _newest(statement: Statement, after: Cursor | None) -> Found:
    def before(source: Source) -> str:
        if after is None:
            return "TRUE"
        statement.parameters |= {"at": after.at, f"{source.name}_id": (after.id - source.rank + 1) // 2}
        return f"(t.at, t.{source.pk}) < (%(at)s, %({source.name}_id)s)"

    hits, _rare = _walk_then_index(statement, before, PAGE + 1)
    hits = sorted(hits, key=lambda hit: hit.key, reverse=True)
    more = len(hits) > PAGE
    return Found(hits[:PAGE], Cursor(*hits[PAGE - 1].key).encode() if more else "")


def _best(statement: Statement, after: Cursor | None) -> Found:
    """Pages of one ranking: it is made again as of the moment of the first page, so that nothing moves between."""
    now, skip = (after.at, min(after.id, CANDIDATES * 5)) if after else (timezone.now(), 0)
    statement.parameters["now"] = now
    hits, rare = _walk_then_index(statement, lambda source: "t.at <= %(now)s", CANDIDATES)
    ranked = sorted(hits, key=lambda hit: (score(hit, statement, now), hit.key), reverse=True)
    page = ranked[skip : skip + PAGE]
    more = len(ranked) > skip + PAGE
    partly = any(sum(hit.source == source.name for hit in hits) >= CANDIDATES for source in statement.sources)
    known = {
        name: [hit.pk for hit in hits if hit.source == name] if is_rare else None for name, is_rare in rare.items()
    }
    return Found(page, Cursor(now, skip + PAGE).encode() if more else "", partly and not more, known)


def _walk_then_index(
    statement: Statement, before: Callable[[Source], str], limit: int
) -> tuple[list[Hit], dict[str, bool]]:
    """What the walk finds; where that is not enough, everything by the index, titles for themselves as well.

    Says of each source as well whether its words are rare, so that the index was asked.
    """
    sources = statement.sources
    ranks = statement.asked.sort != NEWEST and ENTRIES in sources and statement.has_words
    walked = fetch(statement, [walk(statement, source, before(source), limit) for source in sources])
    if not statement.has_words:
        return walked, {}
    further = [
        walk(statement, source, before(source), limit, most=source.walk * AIM // number)
        for source in sources
        if SOME <= (number := _number(walked, source)) <= PAGE
    ]
    if ranks and _number(walked, ENTRIES) == limit:
        further.append(walk_titles(statement, before(ENTRIES), limit))
    walked = list({(hit.source, hit.pk): hit for hit in [*walked, *fetch(statement, further)]}.values())
    rare = {source.name: _number(walked, source) <= PAGE for source in sources}
    parts = [
        index(statement, source, statement.in_index(source), before(source), limit)
        for source in sources
        if rare[source.name]
    ]
    wanted = len(statement.asked.query.wanted)
    in_titles = sum(hit.in_title == wanted for hit in walked)
    if ranks and in_titles <= PAGE and (rare[ENTRIES.name] or statement.is_plain):
        parts.append(index(statement, ENTRIES, statement.in_titles(), before(ENTRIES), limit))
    found = {(hit.source, hit.pk): hit for hit in [*walked, *fetch(statement, parts)]}
    return list(found.values()), rare


def _number(hits: list[Hit], source: Source) -> int:
    return sum(hit.source == source.name for hit in hits)


def score(hit: Hit, statement: Statement, now: datetime) -> float:
    """How good a hit is: words in the title, typed as it stands, linked to, of somebody followed, fresh."""
    words = max(1, len(statement.asked.query.wanted))
    days = max(0.0, (now - hit.at).total_seconds() / 86400)
    value = IN_TITLE * hit.in_title / words + (WHOLE_TITLE if hit.in_title == words else 0)
    value += TOGETHER if hit.together else 0
    value += LINKS * math.log1p(hit.links) + (FOLLOWED if hit.followed else 0)
    value += FRESH * math.exp(-days / FRESH_DAYS)
    return value - (0.5 if hit.source == COMMENTS.name else 0)
