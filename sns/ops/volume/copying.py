"""Rows into tables by COPY, and the sequences moved on behind them."""

from django.db import connection

from sns.ops.volume.posts import Rows

TABLES = {
    "entries": (
        "entries_entry",
        "id kind flavour space_id author_id title body version created_at updated_at published_at withdrawn_reason"
        " body_html excerpt reading_minutes comment_count reaction_counts reader_count last_activity_at",
    ),
    "posts": ("blogs_post", "entry_ptr_id source_key"),
    "revisions": ("entries_revision", "entry_id editor_id version title body tags created_at"),
    "tags": ("entries_entrytag", "entry_id tag_id space_id published_at"),
    "comments": (
        "discussion_comment",
        "id entry_id author_id parent_id thread_root body body_html excerpt version origin source_url created_at"
        " removed_reason reaction_counts",
    ),
    "reactions": ("discussion_reaction", "user_id entry_id kind created_at"),
    "readings": ("entries_reading", "user_id entry_id first_at last_at"),
    "search_texts": ("entries_searchtext", "entry_id kind space_id author_id at text folded lexemes"),
    "comment_texts": ("discussion_commenttext", "comment_id entry_id space_id author_id at text folded lexemes"),
    "watches": ("notifications_watch", "user_id entry_id is_muted created_at"),
}


def copy_rows(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for name, (table, columns) in TABLES.items():
            statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for row in getattr(rows, name):
                    copy.write_row(row)


# Making this index at once is several times as fast as keeping it while rows come in.
LEXEMES = {"entries_search_lexemes": "entries_searchtext", "discussion_search_lexemes": "discussion_commenttext"}


def drop_search_indexes() -> None:
    with connection.cursor() as cursor:
        for name in LEXEMES:
            cursor.execute(f"DROP INDEX {name}")


def make_search_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while rows wait to be checked
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for name, table in LEXEMES.items():
            cursor.execute(
                f"CREATE INDEX {name} ON {table} USING gin (lexemes) WITH (fastupdate = off) WHERE at IS NOT NULL"
            )


def next_id(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")
        return cursor.fetchone()[0]


def finish() -> None:
    """Move the sequences behind the ids written by hand and let the planner see the new sizes."""
    with connection.cursor() as cursor:
        for table in ("entries_entry", "discussion_comment"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                f" WHERE EXISTS (SELECT 1 FROM {table})"
            )
        cursor.execute("ANALYZE")
