"""What has been written about a title that somebody is typing: perhaps the question is answered already."""

from django.db import connection

from sns.links.queries import RelatedEntry
from sns.links.relating import WORD_CROWD
from sns.links.words import words_of
from sns.people.models import User
from sns.spaces.queries import space_ids

SHOWN = 5
TITLE_MAX = 200
MUCH_LESS = 0.5  # of the best: below that it is another matter


def similar(user: User, title: str, *, but: int | None = None) -> list[RelatedEntry]:
    """Entries that share telling words with the title and the person may read; answered questions first.

    ``but`` is the entry being edited. One statement (besides the reader's spaces), none for a title without words.
    """
    words = words_of(title[:TITLE_MAX], "")
    if not words:
        return []
    parameters = {"words": list(words), "visible": space_ids(user), "but": but or 0}
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, parameters)
        rows = cursor.fetchall()
    best = max((row[-1] for row in rows), default=0)
    return [
        RelatedEntry(
            url=f"/{kind}s/{pk}/", title=name or excerpt[:60], author_name=author,
            words=[words[word] for word in shared][:3], is_answered=answered,
        )
        for kind, pk, name, excerpt, author, shared, answered, weight in rows
        if weight >= best * MUCH_LESS
    ]  # fmt: skip


# Only the newest entries of each word are looked at, and a word that more of them have says less.
_SIMILAR = f"""
SELECT e.kind, e.id, e.title, e.excerpt, a.name, best.words, best.answered, best.weight FROM (
    SELECT e.id, n.words, n.weight,
        EXISTS (SELECT 1 FROM discussion_bestanswer b WHERE b.entry_id = e.id) AS answered
    FROM (
        SELECT k.entry_id, sum(1 / ln(k.crowd + 2)) AS weight, array_agg(w.word ORDER BY k.crowd) AS words
        FROM unnest(%(words)s::text[]) AS w(word) CROSS JOIN LATERAL (
            SELECT near.entry_id, count(*) OVER () AS crowd FROM (
                SELECT entry_id FROM links_entryword WHERE word = w.word ORDER BY entry_id DESC LIMIT {2 * WORD_CROWD}
            ) near) k
        WHERE k.entry_id <> %(but)s
        GROUP BY k.entry_id
    ) n JOIN entries_entry e ON e.id = n.entry_id
    WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
    ORDER BY n.weight DESC, e.published_at DESC, e.id DESC LIMIT {SHOWN}
) best JOIN entries_entry e ON e.id = best.id JOIN people_user a ON a.id = e.author_id
ORDER BY best.answered DESC, best.weight DESC, e.published_at DESC, e.id DESC
"""
