"""The demo's notices, polls and thanks as written: whoever is named is on the staff and keeps the rules."""

from collections import Counter

from communities.models.thank import NOTE_MAX
from sns.ops.demo import content
from sns.ops.demo.communities import clubs

PEOPLE = {person.handle: person for person in content.people()}
UNITS = {unit.key for unit in content.company().units}
CLUBS = {club.key: club for club in clubs()}
NOTICES = content.read_toml("notices.toml")["notice"]
POLLS = content.read_toml("polls.toml")["poll"]
THANKS = content.read_toml("thanks.toml")


def test_there_are_enough_of_each_kind():
    assert len(NOTICES) == 6
    assert any("space" not in row and row["not_yet"] for row in NOTICES if "not_yet" in row)
    assert any(row["valid"] < 0 for row in NOTICES)
    assert len(POLLS) == 8
    assert {row["ends"] > 0 for row in POLLS if row.get("anonymous")} == {True, False}
    assert len(THANKS["thank"]) == 25


def test_notices_come_from_people_who_may_write_them():
    for row in NOTICES:
        author, space = PEOPLE[row["by"]], row.get("space", "")
        if not space:
            assert {"executive", "administrator"} & set(author.roles), row["title"]
        elif space in UNITS:
            assert "leader" in author.roles, row["title"]
            assert author.unit == space
        else:
            assert row["by"] in {CLUBS[space].owner, *CLUBS[space].moderators}, row["title"]
        assert row["confirm"] <= row["valid"]
        assert set(row.get("not_yet", ())) <= PEOPLE.keys()


def test_voters_may_read_the_poll_and_choose_as_it_allows():
    for row in POLLS:
        club = CLUBS[row["community"]]
        assert "polls" in club.tools
        assert row["by"] in club.everybody
        assert len(row["options"]) == len(row["votes"])
        votes = Counter(handle for handles in row["votes"] for handle in handles)
        assert votes.keys() <= (PEOPLE.keys() if club.access == "open" else set(club.everybody)), row["title"]
        assert row.get("multiple") or set(votes.values()) == {1}, row["title"]
        assert not row.get("anonymous") or len(votes) >= 5


def test_thanks_are_short_and_go_to_somebody_else():
    values = {None, *THANKS["values"]}
    for row in THANKS["thank"]:
        assert len(row["note"]) <= NOTE_MAX
        assert row["by"] in PEOPLE
        assert row.get("value") in values
        to = [row.get("to") in PEOPLE, row.get("unit") in UNITS, row.get("community") in CLUBS]
        assert sum(to) == 1, row["note"]
        assert row.get("to") != row["by"]
        if "community" in row:
            club = CLUBS[row["community"]]
            assert club.access == "open" or row["by"] in club.everybody
