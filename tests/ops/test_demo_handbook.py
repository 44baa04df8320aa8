"""The handbooks of the demo as written in their files."""

from sns.ops.demo import content
from sns.ops.demo.communities import clubs
from sns.ops.demo.content import links, read_toml
from sns.ops.demo.handbook import sheets

SHEETS = {sheet.key: sheet for sheet in sheets()}
CLUBS = {club.key: club for club in clubs()}


def test_four_communities_have_a_handbook_of_four_to_eight_pages():
    counts = {key: sum(sheet.community == key for sheet in SHEETS.values()) for key in CLUBS}
    filled = {key: count for key, count in counts.items() if count}
    assert filled.keys() == {"helpdesk", "quality", "newcomers", "english"}
    assert all(4 <= count <= 8 for count in filled.values())
    assert all("handbook" in CLUBS[key].tools for key in filled)


def test_only_members_write_after_the_founding_and_below_pages_that_are_there():
    for sheet in SHEETS.values():
        club = CLUBS[sheet.community]
        assert {sheet.author, *(change.by for change in sheet.change)} <= set(club.everybody), sheet.key
        assert club.founded > sheet.days, sheet.key
        assert all((-change.days, change.time) > (-sheet.days, sheet.time) for change in sheet.change), sheet.key
        if sheet.parent:
            above = SHEETS[f"{sheet.community}/{sheet.parent}"]
            assert (-above.days, above.time) < (-sheet.days, sheet.time), sheet.key


def test_every_change_finds_its_words():
    for sheet in SHEETS.values():
        body = sheet.body
        for change in sorted(sheet.change, key=lambda change: (-change.days, change.time)):
            assert change.old in body, (sheet.key, change.old)
            body = body.replace(change.old, change.new) if change.old else f"{body}\n\n{change.new}"


def test_links_go_to_posts_that_are_older():
    days = {article.key: article.days for article in content.articles()}
    for sheet in SHEETS.values():
        texts = [(sheet.days, sheet.body), *((change.days, change.new) for change in sheet.change)]
        for when, text in texts:
            assert all(days[key] > when for key in links(text)), sheet.key


def test_two_reports_are_open():
    remarks = read_toml("handbook/reports.toml")["remark"]
    assert all(remark["page"] in SHEETS for remark in remarks)
    assert sum("removal" not in remark for remark in remarks) == 2
