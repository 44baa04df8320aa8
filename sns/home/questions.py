"""The company's questions for one reader: which wait, which are talked over, which are solved."""

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sns.people.models import User
from sns.spaces.queries import space_ids

Key = tuple  # (published_at, id)


class State(TextChoices):
    UNANSWERED = "unanswered", _("Still unanswered")
    OPEN = "open", _("Being talked over")
    SOLVED = "solved", _("Solved")


def question_keys(user: User, state: State, *, before: Key | None = None, limit: int = 20) -> list[Key]:
    """(published_at, id) of the questions the reader may see, newest first; one query along one index."""
    # The limit stands in the text: with a parameter the planner expects a tenth of the table.
    statement = _QUESTIONS.format(
        state=_STATES[state], before="AND (e.published_at, e.id) < (%(time)s, %(id)s)" if before else "", limit=limit
    )
    parameters = {"visible": space_ids(user)}
    if before:
        parameters |= {"time": before[0], "id": before[1]}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


_ACCEPTED = "EXISTS (SELECT 1 FROM discussion_bestanswer a WHERE a.entry_id = e.id)"
_STATES = {
    State.UNANSWERED: "e.comment_count = 0",
    State.OPEN: f"e.comment_count > 0 AND NOT {_ACCEPTED}",
    State.SOLVED: _ACCEPTED,
}
# The predicate of the partial index "entries_live_questions", as literals.
_QUESTIONS = """
SELECT e.published_at, e.id FROM entries_entry e
WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.flavour = 'question'
  AND e.space_id = ANY(%(visible)s::bigint[]) AND {state} {before}
ORDER BY e.published_at DESC, e.id DESC LIMIT {limit:d}
"""
