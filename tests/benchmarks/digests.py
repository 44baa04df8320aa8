"""Worker time and queries of the weekly summaries of a whole company.

    ENGAWA_DATA=/a/folder .venv/bin/python -m tests.benchmarks.digests [--people N --posts N --comments N]

Fills an empty data directory with `volume`, gives everybody people, tags and levels to follow and unread lines of the
bell, plans the summaries of a Monday morning and runs their jobs one after another in this process, as one worker
would. The mail is thrown away; making it is measured.
"""

import argparse
import os
import statistics
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sns.core.postgres.base import hold_server
from sns.home.tasks import BATCH, send_digests
from sns.notifications.models import Digest
from sns.people.models import User


def main() -> None:
    options = _options()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    hold_server()
    _prepare(options)
    rows = _plan()
    batches = [rows[n : n + BATCH] for n in range(0, len(rows), BATCH)]
    with CaptureQueriesContext(connection) as queries:
        seconds = [_run(batches[0])]
    seconds += [_run(batch) for batch in batches[1:]]
    states = {state: Digest.objects.filter(pk__in=rows, state=state).count() for state in Digest.State.values}
    print(f"people        {len(rows)}  {states}")
    print(f"worker time   {sum(seconds):.1f} s  ({1000 * sum(seconds) / len(rows):.1f} ms each)")
    print(f"slowest batch {max(seconds):.2f} s of {BATCH}, median {statistics.median(seconds):.2f} s")
    print(f"queries       {len(queries) / len(batches[0]):.2f} for each person of a batch")


def _run(batch: list[int]) -> float:
    started = time.perf_counter()
    send_digests(rows=batch)
    return time.perf_counter() - started


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--comments", type=int, default=100_000)
    return parser.parse_args()


def _prepare(options: argparse.Namespace) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not User.objects.exists():
        call_command("volume", people=options.people, posts=options.posts, comments=options.comments)
    call_command("compile_catalogues", verbosity=0)
    with connection.cursor() as cursor:
        for statement in _LIFE:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _plan() -> list[int]:
    """A summary for everybody, of the week before the newest entry, however old the data are."""
    Digest.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_WEEK)
    today = timezone.localdate()
    people = User.objects.colleagues().filter(email__isnull=False).values_list("pk", flat=True)
    since = timezone.now() - timedelta(days=7)
    made = Digest.objects.bulk_create(Digest(user_id=pk, day=today, since=since) for pk in people)
    return [row.pk for row in made]


# What `volume` leaves out: whom people follow, how closely, and what their bell says.
_LIFE = (
    """INSERT INTO people_follow (follower_id, followee_id, created_at)
       SELECT u.id, f.id, now() FROM people_user u CROSS JOIN LATERAL (
           SELECT id FROM people_user WHERE id <> u.id AND (id * 7 + u.id) % 60 = 0 LIMIT 40) f
       ON CONFLICT DO NOTHING""",
    """INSERT INTO entries_tagfollow (user_id, tag_id, created_at)
       SELECT u.id, t.id, now() FROM people_user u JOIN entries_tag t ON (t.id + u.id) % 40 = 0
       ON CONFLICT DO NOTHING""",
    """INSERT INTO notifications_spacelevel (user_id, space_id, level)
       SELECT user_id, space_id, 'all' FROM spaces_spacemember WHERE (user_id + space_id) % 5 = 0
       ON CONFLICT DO NOTHING""",
    """INSERT INTO notifications_notification (user_id, entry_id, verb, actor_id, others, path, excerpt, at)
       SELECT u.id, e.id, 'comment', e.author_id, 0, '/', 'x', now() FROM people_user u CROSS JOIN LATERAL (
           SELECT id, author_id FROM entries_entry WHERE published_at IS NOT NULL AND author_id <> u.id
           ORDER BY (id * 31 + u.id) % 997, id LIMIT 8) e ON CONFLICT DO NOTHING""",
)
# The data may have been made long ago: let them end now.
_WEEK = """
UPDATE entries_entry SET published_at = published_at + age.gap
FROM (SELECT now() - max(published_at) AS gap FROM entries_entry) age WHERE published_at IS NOT NULL
"""

if __name__ == "__main__":
    main()
