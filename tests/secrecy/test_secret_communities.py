"""Nobody outside learns that a secret community exists: neither by name nor by a number that is one higher."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sns.people.actions import set_follow
from tests.factories import make_comment, make_post
from tests.secrecy.club import WORD, found
from tests.secrecy.crawl import crawl

# Pages that no link leads to, or that only answer a question.
ASKED = [
    f"/search/?q={WORD}", f"/search/?q={WORD}+in:{WORD}", "/search/?q=縁側", "/search/?q=ツル", "/search/?q=会",
    f"/search/suggest/?q={WORD}", "/search/suggest/?q=ツル", f"/complete/tags/?q={WORD}", "/complete/tags/?q=縁",
    "/complete/people/?q=alice", f"/communities/?q={WORD}", "/communities/?sort=newest", "/communities/?sort=members",
    f"/tags/{WORD}/", "/tags/縁側/", "/questions/", "/questions/?tab=open", "/questions/?tab=solved", "/events/",
    "/notices/", "/thanks/", "/thanks/new/", "/posts/new/", "/notices/new/", "/bookmarks/", "/calendar/feed/",
    f"/entries/similar/?title={WORD}", f"/people/?q={WORD}", "/notifications/", "/settings/notifications/", "/new/all/",
]  # fmt: skip
# Elsewhere the number is that of a unit, a job, a folder …, which may exist.
OF_ENTRIES = tuple(
    f"{noun}/<int:"
    for noun in (
        "communities",
        "comments",
        "entries",
        "events",
        "notices",
        "pages",
        "polls",
        "posts",
        "spaces",
        "topics",
    )
)


@pytest.fixture
def company_life(cast):
    """What everybody may read, by the same people: the pages on which something could show through."""
    for user in (cast.alice, cast.bob):
        set_follow(actor=cast.carol, followee=user, on=True)
    post = make_post(cast.alice, "縁側の話", "みんなへ #縁側", tags=["縁側"])
    make_comment(post, cast.bob, "いいですね")
    make_post(cast.carol, "Hello", "#縁側 @alice")
    return cast


@pytest.mark.parametrize("reader", ["carol", "frank"])
def test_every_page_outsiders_reach_stays_exactly_as_it_was(company_life, reader):
    user = getattr(company_life, reader)
    crawl(user, *ASKED)  # reading leaves marks: the second look is the steady one
    before = crawl(user, *ASKED)
    found(company_life)
    after = crawl(user, *ASKED)
    assert sorted(after) == sorted(before)
    assert {address for address in before if before[address] != after[address]} == set()


def test_the_walk_sees_it_where_it_may_be_seen(company_life):
    """The test above would also pass on empty pages: a member's walk finds everything."""
    club = found(company_life)
    pages = crawl(company_life.bob, *ASKED)
    for entry in club.entries:
        assert "200 \n" in pages[entry.get_absolute_url()][:6], entry
    for address in (f"/search/?q={WORD}", "/communities/", "/events/", "/notices/", "/questions/", "/", "/all/"):
        assert WORD in pages[address].replace(f'value="{WORD}"', ""), address


def _addresses(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith(("admin", "accounts")):
                yield from _addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern), list(pattern.pattern.converters)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_with_a_number_answers_as_if_there_were_nothing(company_life, method):
    club = found(company_life)
    numbers = {entry.pk for entry in club.entries} | {club.space.pk, club.comment.pk, club.invitation.pk, club.flag.pk}
    missing = max(numbers) + 1000
    client = Client()
    client.force_login(company_life.carol)
    for route, names in _addresses(get_resolver().url_patterns):
        if not names or any(name in ("handle", "token", "key", "secret", "name", "uidb36", "width") for name in names):
            continue
        nothing = _ask(client, method, route, names, missing)
        for number in numbers:
            answer = _ask(client, method, route, names, number)
            assert WORD not in answer.content.decode(errors="replace"), route
            if route.startswith(OF_ENTRIES):
                assert answer.status_code == nothing.status_code, (route, number, answer.status_code)


def _ask(client: Client, method: str, route: str, names: list[str], number: int):
    path = "/" + route
    for name in names:
        by = "like" if name == "kind" else str(number)
        path = _filled(path, name, by)
    return getattr(client, method)(path)


def _filled(path: str, name: str, by: str) -> str:
    start = path.index("<")
    end = path.index(">", start)
    return path[:start] + by + path[end + 1 :]


def test_its_files_are_not_there(company_life):
    club = found(company_life)
    client = Client()
    client.force_login(company_life.carol)
    assert client.get(f"/files/{club.upload.token}/").status_code == 404
    client.force_login(company_life.bob)
    assert client.get(f"/files/{club.upload.token}/").status_code == 200


def test_no_mail_of_it_reaches_who_was_called_by_name_but_does_not_belong(company_life, run_jobs, at_any_hour):
    at_any_hour(company_life.alice, company_life.bob, company_life.carol, company_life.erin)
    found(company_life)
    run_jobs()
    to_carol = [letter for letter in mail.outbox if company_life.carol.email in letter.to]
    assert not [letter for letter in to_carol if WORD in letter.subject + letter.body]
    assert [letter for letter in mail.outbox if WORD in letter.subject + letter.body]
