"""Atom feeds with a private token."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from sns.entries.feeds import feed_token
from sns.entries.models import FeedToken
from sns.people.actions import deactivate_person
from sns.spaces.models import Space
from tests.factories import make_post

NS = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, person, path="/blogs/alice/feed.atom", **headers):
    return client.get(path, {"token": feed_token(actor=person).token}, headers=headers)


def test_a_feed_reader_gets_the_posts_without_logging_in(client, cast, settings):
    settings.PUBLIC_URL = "https://sns.example.co.jp"
    make_post(cast.alice, title="見出し & <題>", body="**太字** [内](/people/bob/) ![図](/files/abc/)", tags=["勉強会"])
    answer = feed(client, cast.carol)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for name in ("id", "title", "updated"):
        assert root.find(f"a:{name}", NS).text
    entry = root.find("a:entry", NS)
    assert entry.find("a:title", NS).text == "見出し & <題>"
    assert entry.find("a:author/a:name", NS).text == "有田 ありす"
    assert entry.find("a:link", NS).get("href").startswith("https://sns.example.co.jp/posts/")
    assert entry.find("a:category", NS).get("term") == "勉強会"
    content = entry.find("a:content", NS)
    assert content.get("type") == "html"
    assert "<strong>太字</strong>" in content.text
    assert 'href="https://sns.example.co.jp/people/bob/"' in content.text
    assert 'href="/' not in content.text


def test_the_feed_shows_only_what_its_reader_may_see(client, cast):
    make_post(cast.alice, title="部内", space=Space.objects.get(unit=cast.unit))
    assert b"\xe9\x83\xa8\xe5\x86\x85" in feed(client, cast.bob).content
    assert ET.fromstring(feed(client, cast.carol).content).find("a:entry", NS) is None


@pytest.mark.parametrize("token", ["", "x", "あ", "%00", "A" * 500])
def test_without_a_valid_token_there_is_no_feed(client, cast, token):
    make_post(cast.alice)
    assert client.get(f"/blogs/alice/feed.atom?token={token}").status_code == 404


def test_the_token_of_somebody_who_has_left_is_dead(client, cast):
    make_post(cast.alice)
    assert feed(client, cast.bob).status_code == 200
    deactivate_person(actor=cast.frank, user=cast.bob)
    assert feed(client, cast.bob).status_code == 404


def test_a_new_token_ends_the_old_address(as_user, cast):
    make_post(cast.alice)
    client = as_user(cast.carol)
    page = client.get("/blogs/alice/feed/").content.decode()
    old = FeedToken.objects.get().token
    assert old in page
    client.post("/blogs/alice/feed/")
    assert client.get("/blogs/alice/feed.atom", {"token": old}).status_code == 404
    assert feed(client, cast.carol).status_code == 200


def test_an_unchanged_feed_is_not_sent_again(client, cast):
    make_post(cast.alice)
    first = feed(client, cast.carol)
    again = feed(client, cast.carol, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert feed(client, cast.carol, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    make_post(cast.alice, at=timezone.now() + timedelta(seconds=2))
    assert feed(client, cast.carol, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_control_characters_do_not_break_the_document(client, cast):
    make_post(cast.alice, title="前\x0b後", body="本\x08文")
    assert ET.fromstring(feed(client, cast.carol).content).find("a:entry/a:title", NS).text == "前後"


def test_all_posts_and_a_tag_have_feeds(client, cast):
    make_post(cast.alice, title="朝", tags=["朝会"])
    make_post(cast.bob, title="夜", tags=["飲み会"])
    everything = ET.fromstring(feed(client, cast.carol, "/feed.atom").content)
    assert len(everything.findall("a:entry", NS)) == 2
    tagged = ET.fromstring(feed(client, cast.carol, "/tags/朝会/feed.atom").content)
    assert [e.find("a:title", NS).text for e in tagged.findall("a:entry", NS)] == ["朝"]
    assert feed(client, cast.carol, "/tags/nothing/feed.atom").status_code == 404
