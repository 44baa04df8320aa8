"""p95 of the search over HTTP beside the feed's, and its recall against a brute-force scan of the same texts.

    ENGAWA_DATA=/empty/folder .venv/bin/python -m tests.benchmarks.search [--posts N --comments N]

Must hold with 100,000 posts and 500,000 comments: p95 within three times the feed's, at most 12 queries, recall of at
least 0.99 on 300 random pieces of the corpus. The load generator takes its share of the cores.
"""

import argparse
import os
import subprocess
import sys
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
os.environ.setdefault("ENGAWA_BIND", "127.0.0.1:8766")

from tests.benchmarks.pages import CSRF, FORM, READERS, log_in, prepare, wait_for  # isort: skip  (sets Django up)

from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sns.core.postgres.base import hold_server
from sns.core.tokens import fold
from sns.people.models import User
from sns.search.asking import ask
from sns.search.finding import COMMENTS, ENTRIES, Statement
from tests.benchmarks.load import Request, measure

LENGTHS = (2, 4, 8)
COMMON, RARE = 0.01, 0.001  # shares of all texts
PIECES = 300
Texts = list[tuple[str, int, str]]  # source, id, folded text


def main() -> None:
    options = _options()
    hold_server()
    prepare(options)
    random = Random(options.seed)
    texts = _texts()
    reader = User.objects.get(email="v1@volume.example")
    if not options.skip_recall:
        pieces = [_piece(random, texts, random.randint(1, 8)) for _ in range(PIECES)]
        _report_recall("as people type them", reader, pieces, texts)
        pieces = [_piece(random, texts, random.randint(1, 8), anywhere=True) for _ in range(PIECES // 3)]
        _report_recall("cut out anywhere, in the middle of English words as well", reader, pieces, texts)
    groups = _groups(random, texts)
    _report_queries(reader, groups)
    del texts
    _report_times(options, groups)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--comments", type=int, default=500_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--skip-recall", action="store_true")
    return parser.parse_args()


def _texts() -> Texts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'entry', entry_id, folded FROM entries_searchtext WHERE at IS NOT NULL")
        rows = cursor.fetchall()
        cursor.execute("SELECT 'comment', comment_id, folded FROM discussion_commenttext WHERE at IS NOT NULL")
        return rows + cursor.fetchall()


def _piece(random: Random, texts: Texts, length: int, *, anywhere: bool = False) -> str:
    """A random run of characters without blanks and signs of the query language, not of signs alone.

    It does not begin inside a Latin word or number (unless ``anywhere``): these are found by their beginning, so that
    "1月" is not found in "11月" and "art" not in "start".
    """
    while True:
        text = random.choice(texts)[2]
        start = random.randrange(max(1, len(text) - length))
        piece = text[start : start + length]
        if not anywhere and start and _is_latin(text[start - 1]) and _is_latin(piece[:1]):
            continue
        if len(piece) == length and not set(piece) & set(' \n":「」-') and any(c.isalnum() for c in piece):
            return piece


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _report_recall(what: str, reader: User, pieces: list[str], texts: Texts) -> None:
    shares, there, found_there, beyond = [], 0, 0, 0
    for piece in pieces:
        wanted = {(source, pk) for source, pk, text in texts if fold(piece) in text}
        found = _found(reader, piece)
        shares.append(len(wanted & found) / len(wanted))
        there, found_there, beyond = (
            there + len(wanted),
            found_there + len(wanted & found),
            beyond + len(found - wanted),
        )
    print(f"recall on {len(pieces)} random pieces of 1 to 8 characters in {len(texts):,} texts, {what}:")
    print(f"  mean of the pieces {sum(shares) / len(shares):.4f}, of all texts {found_there / there:.4f}")
    print(f"  worst: {sorted(zip(shares, pieces, strict=True))[:5]}; found beside (stems, word beginnings): {beyond:,}")


def _found(reader: User, piece: str) -> set[tuple[str, int]]:
    """Everything that the conditions of the search let through, not only a page of it."""
    statement = Statement(ask(reader, {"q": piece}))
    found: set[tuple[str, int]] = set()
    with connection.cursor() as cursor:
        for source in (ENTRIES, COMMENTS):
            conditions = " AND ".join(statement.in_index(source))
            cursor.execute(f"SELECT t.{source.pk} FROM {source.table} t WHERE {conditions}", statement.parameters)
            found |= {(source.name, row[0]) for row in cursor.fetchall()}
    return found


def _groups(random: Random, texts: Texts) -> dict[str, list[str]]:
    """Twenty common and twenty rare pieces of each length; sorted by how often they stand in a sample."""
    sample = random.sample(texts, min(20_000, len(texts)))
    groups: dict[str, list[str]] = {}
    for length in LENGTHS:
        pieces = {_piece(random, texts, length) for _ in range(400)}
        often = {piece: sum(piece in text for _s, _pk, text in sample) / len(sample) for piece in sorted(pieces)}
        ranked = sorted(often, key=lambda piece: often[piece])
        groups[f"{length} characters, rare"] = [p for p in ranked if often[p] < RARE][:20] or ranked[:20]
        groups[f"{length} characters, common"] = [p for p in ranked if often[p] > COMMON][-20:] or ranked[-20:]
        rare, common = groups[f"{length} characters, rare"], groups[f"{length} characters, common"]
        print(f"{length} characters: rare up to {often[rare[-1]]:.2%} of the texts, common from {often[common[0]]:.2%}")
    return groups


def _report_queries(reader: User, groups: dict[str, list[str]]) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    most = 0
    for piece in [piece for pieces in groups.values() for piece in pieces]:
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": piece})
        most = max(most, len(queries))
    print(f"database queries of a page of results: {most} at most")


def _report_times(options: argparse.Namespace, groups: dict[str, list[str]]) -> None:
    cookies = [log_in(user) for user in User.objects.filter(email__startswith="v").order_by("id")[:READERS]]
    connection.close()
    host, port = settings.BIND
    headers = {"Host": "localhost", "Content-Type": FORM, "X-CSRFToken": CSRF}
    paths = {"feed, for me": ["/"]}
    paths |= {name: [f"/search/?q={quote(piece)}" for piece in pieces] for name, pieces in groups.items()}
    paths["while typing"] = [f"/search/suggest/?q={quote(piece[:3])}" for piece in groups["4 characters, common"]]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "sns/gunicorn.py", "sns.wsgi"])
    try:
        wait_for(host, port)
        feed = 0.0
        print(f"{'page':28}{'requests/s':>12}{'p50 ms':>10}{'p95 ms':>10}{'KB':>8}{'of the feed':>14}")
        for name, wanted in paths.items():

            def make(n: int, wanted=wanted) -> Request:
                return Request("GET", wanted[n % len(wanted)], cookies[n % len(cookies)])

            measure(host, port, headers, make, seconds=2, connections=options.connections)  # warm up
            result = measure(host, port, headers, make, seconds=options.seconds, connections=options.connections)
            feed = feed or result.p95
            print(f"{name:28}{result.rate:12.0f}{result.p50:10.1f}{result.p95:10.1f}{result.size / 1000:8.1f}"
                  f"{result.p95 / feed:13.2f}×")  # fmt: skip
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
