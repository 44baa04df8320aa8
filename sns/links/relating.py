"""What has to do with what: worked out when something is written, so that pages only read.

Two entries are related by telling words that few others have, by tags, and by links. A reason counts the more the
rarer it is (inverse document frequency as in BM25, Robertson & Zaragoza 2009, eq. 3.3): ln(1 + (N - n + ½)/(n + ½)).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from sns.entries.models import Entry
from sns.links.models import EntryWord, Related
from sns.links.words import telling, words_of

KEPT = 20  # for each entry, so that enough is left for a reader who may see little
WHY_MAX = 3
WORD_CROWD = 150  # a word that more entries have relates nothing
TAG_CROWD = 60  # only the newest of each tag
CANDIDATES = 40
LEAST = 0.9  # of the weight of the rarest word there could be: one shared word by itself is no reason
LINK, TAG = 20.0, 1.5  # weights beside that of a word
BATCH = 200


@dataclass(slots=True)
class Tie:
    """What binds two entries; ``words`` and ``tags`` with their weights."""

    words: dict[str, float] = field(default_factory=dict)
    tags: dict[str, float] = field(default_factory=dict)
    linked: bool = False

    @property
    def score(self) -> float:
        words = sum(self.words[word] for word in telling(list(self.words)))
        return words + sum(self.tags.values()) + LINK * self.linked

    def why(self, spelling: dict[str, str]) -> dict:
        """The strongest reasons, at most three words and tags together."""
        tags = sorted(self.tags, key=lambda tag: -self.tags[tag])[: WHY_MAX - bool(self.words)]
        said = {tag.casefold() for tag in self.tags}
        words = [word for word in telling(list(self.words)) if spelling.get(word, word).casefold() not in said]
        words = sorted(words, key=lambda word: -self.words[word])[: WHY_MAX - len(tags)]
        found = {"tags": tags, "words": [spelling.get(word, word) for word in words], "linked": self.linked}
        return {reason: value for reason, value in found.items() if value}


@transaction.atomic
def relate(entries: Iterable[Entry]) -> None:
    """Note the words of published entries and what is related to them, in both directions; safe to repeat.

    What is no longer live loses both. About three statements for up to ``BATCH`` entries.
    """
    entries = list(entries)
    ids = sorted(entry.pk for entry in entries)
    live = [entry for entry in entries if entry.is_live]
    _lock()
    spelling = _write_words(ids, live)
    Related.objects.filter(entry__in=ids).delete()
    Related.objects.filter(other__in=ids).delete()  # what they said about a text that may have changed
    rows: dict[tuple[int, int], Related] = {}
    for entry_id, ties in _ties([entry.pk for entry in live]).items():
        best = sorted(ties.items(), key=lambda tie: (-tie[1].score, -tie[0]))[:KEPT]
        for other_id, tie in best:
            row = {"score": tie.score, "why": tie.why(spelling[entry_id])}
            rows[entry_id, other_id] = Related(entry_id=entry_id, other_id=other_id, **row)
            rows.setdefault((other_id, entry_id), Related(entry_id=other_id, other_id=entry_id, **row))
    Related.objects.bulk_create(rows.values(), batch_size=1000)
    _keep_best({other for _entry, other in rows})


def relate_everything() -> Iterator[int]:
    """All entries again, in batches; yields how many are done. Words first: a rare word must be known to be rare."""
    ids = list(Entry.objects.order_by("id").values_list("id", flat=True))
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    for batch in batches:
        with transaction.atomic():
            _write_words(batch, list(Entry.objects.live().filter(id__in=batch)))
    for number, batch in enumerate(batches, start=1):
        relate(Entry.objects.filter(id__in=batch))
        yield min(number * BATCH, len(ids))


def _lock() -> None:
    """One job after the other: two would delete and write the same rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('links.relating'))")


def _write_words(ids: list[int], live: list[Entry]) -> dict[int, dict[str, str]]:
    spelling = {entry.pk: words_of(entry.title, entry.body) for entry in live}
    EntryWord.objects.filter(entry__in=ids).delete()
    rows = [EntryWord(word=word, entry_id=pk) for pk, words in spelling.items() for word in words]
    EntryWord.objects.bulk_create(rows, batch_size=2000)
    return spelling


def _ties(ids: list[int]) -> dict[int, dict[int, Tie]]:
    found: dict[int, dict[int, Tie]] = {pk: {} for pk in ids}
    if not ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_TIES, {"ids": ids})
        for entry_id, other_id, words, tags, linked in cursor.fetchall():
            found[entry_id][other_id] = Tie(words or {}, tags or {}, linked)
    return found


def _keep_best(ids: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TRIM, {"ids": sorted(ids)})


# The crowd of a word or tag is read from an index and no further than its bound; N is counted up to 10,000.
# Of the candidates a third at most may be in spaces that the entry's readers need not see.
_TIES = f"""
WITH total AS MATERIALIZED (
    SELECT count(*)::float AS n FROM (
        SELECT 1 FROM entries_entry WHERE published_at IS NOT NULL AND withdrawn_at IS NULL LIMIT 10000) live
), reasons AS (
    SELECT w.entry_id, k.entry_id AS other_id, w.word, NULL::text AS tag, false AS linked,
        ln(1 + GREATEST(total.n - k.crowd, 0) / (k.crowd + 0.5)) AS weight
    FROM total, links_entryword w CROSS JOIN LATERAL (
        SELECT near.entry_id, count(*) OVER () + 0.0 AS crowd FROM (
            SELECT entry_id FROM links_entryword WHERE word = w.word ORDER BY entry_id DESC LIMIT {WORD_CROWD + 1}
        ) near) k
    WHERE w.entry_id = ANY(%(ids)s::bigint[]) AND k.crowd <= {WORD_CROWD} AND k.entry_id <> w.entry_id
    UNION ALL
    SELECT et.entry_id, k.entry_id, NULL, t.label, false,
        {TAG} * ln(1 + GREATEST(total.n - k.crowd, 0) / (k.crowd + 0.5))
    FROM total, entries_entrytag et JOIN entries_tag t ON t.id = et.tag_id CROSS JOIN LATERAL (
        SELECT near.entry_id, count(*) OVER () + 0.0 AS crowd FROM (
            SELECT entry_id FROM entries_entrytag
            WHERE tag_id = et.tag_id AND published_at IS NOT NULL
            ORDER BY published_at DESC, entry_id DESC LIMIT {TAG_CROWD}
        ) near) k
    WHERE et.entry_id = ANY(%(ids)s::bigint[]) AND k.entry_id <> et.entry_id
    UNION ALL
    SELECT source_id, target_id, NULL, NULL, true, {LINK}
    FROM links_entrylink WHERE source_id = ANY(%(ids)s::bigint[])
    UNION ALL
    SELECT target_id, source_id, NULL, NULL, true, {LINK}
    FROM links_entrylink WHERE target_id = ANY(%(ids)s::bigint[])
), pairs AS (
    SELECT entry_id, other_id, sum(weight) AS weight, bool_or(linked) AS linked,
        json_object_agg(word, weight) FILTER (WHERE word IS NOT NULL) AS words,
        json_object_agg(tag, weight) FILTER (WHERE tag IS NOT NULL) AS tags
    FROM reasons, total GROUP BY entry_id, other_id
    HAVING bool_or(word IS NULL) OR sum(weight) >= {LEAST} * ln(1 + max(total.n))
), ranked AS (
    SELECT p.*, row_number() OVER (
        PARTITION BY p.entry_id, s.is_open OR o.space_id = e.space_id ORDER BY p.weight DESC, p.other_id DESC) AS place,
        s.is_open OR o.space_id = e.space_id AS shared
    FROM pairs p JOIN entries_entry e ON e.id = p.entry_id
    JOIN entries_entry o ON o.id = p.other_id AND o.published_at IS NOT NULL AND o.withdrawn_at IS NULL
    JOIN spaces_space s ON s.id = o.space_id
)
SELECT entry_id, other_id, words, tags, linked FROM ranked
WHERE place <= CASE WHEN shared THEN {CANDIDATES} ELSE {KEPT // 3} END
"""
_TRIM = f"""
DELETE FROM links_related r USING (
    SELECT entry_id, other_id, row_number() OVER (
        PARTITION BY entry_id ORDER BY score DESC, other_id DESC) AS place
    FROM links_related WHERE entry_id = ANY(%(ids)s::bigint[])
) ranked
WHERE ranked.place > {KEPT} AND r.entry_id = ranked.entry_id AND r.other_id = ranked.other_id
"""
