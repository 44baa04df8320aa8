"""Bulk for load tests."""

from random import Random
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sns.ops.volume.company import PASSWORD, make_people
from sns.ops.volume.copying import copy_rows, drop_search_indexes, finish, make_search_indexes, next_id
from sns.ops.volume.posts import Numbers, Writer, make_tags
from sns.spaces.queries import company_space


class Command(BaseCommand):
    help = "Add made-up people, posts and comments for load tests. Never on a company's real data."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--posts", type=int, default=20_000)
        parser.add_argument("--comments", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, people, posts, comments, seed, **options):
        if min(people, posts, comments) < 0:
            raise CommandError("Numbers must not be negative.")
        started, random = monotonic(), Random(seed)
        with transaction.atomic():
            ids = make_people(people, random)
            if posts and not ids:
                raise CommandError("There is nobody to write posts: add --people.")
            numbers = Numbers(
                entry=next_id("entries_entry"),
                comment=next_id("discussion_comment"),
                space=company_space().pk,
                people=ids,
                tags=make_tags(),
            )
            drop_search_indexes()
            for rows in Writer(numbers, random).slices(posts, comments):
                copy_rows(rows)
            make_search_indexes()
        finish()
        self.stdout.write(
            f"{people} people, {posts} posts, {comments} comments in {monotonic() - started:.1f} s."
            f" Log in as v1@volume.example, password {PASSWORD}."
        )
