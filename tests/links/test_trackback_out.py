"""Trackbacks to outside: once, to listed blogs only, and never a word about what is not open to everybody."""

from urllib.parse import parse_qs

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sns.core.http import absolute_url
from sns.links.models import OutgoingPing, TrackbackHost
from sns.links.pinging import ATTEMPTS, send_ping
from sns.links.tasks import deliver_trackback, send_trackbacks
from sns.publishing import revise, save_draft, withdraw
from sns.spaces.models import Space
from tests.factories import draft_post, make_post

OK = '<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'
RDF = """<html><!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="{other}" trackback:ping="{wrong}" />
<rdf:Description dc:title="A &amp; B" dc:identifier="{url}" trackback:ping="{ping}" /></rdf:RDF> --></html>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><response><error>&c;</error></response>'
)


@pytest.fixture
def article(listed):
    """A page outside that takes trackbacks at /tb/7 and says so in its RDF."""
    url = listed.url("/2026/lesson.html")
    rdf = RDF.format(
        other=listed.url("/other"), wrong=listed.url("/tb/1"), url=url, ping=listed.url("/tb/7?a=1&amp;b=2")
    )
    listed.page("/2026/lesson.html", rdf)
    listed.page("/tb/7?a=1&b=2", OK, Content_Type="text/xml")
    return url


def run_jobs() -> None:
    """What waits for trackbacks, as the worker would do it, whatever the hour it waits for."""
    tasks = {task.name: task for task in (send_trackbacks, deliver_trackback)}
    for name, task in tasks.items():
        for job in ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id"):
            task(**job.args)


def state() -> list[tuple[str, str]]:
    return list(OutgoingPing.objects.order_by("id").values_list("state", "reason"))


def test_a_listed_blog_is_told_once(cast, listed, article):
    post = make_post(cast.alice, "試した話", f"[大津の日誌]({article}) を読んで試しました。")
    run_jobs()
    run_jobs()
    ((path, form_type, body),) = listed.posts
    assert path == "/tb/7?a=1&b=2"
    assert form_type == "application/x-www-form-urlencoded; charset=utf-8"
    said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert said["url"] == absolute_url(post.get_absolute_url())
    assert said["title"] == "試した話"
    assert "試しました" in said["excerpt"]
    assert said["blog_name"] == "株式会社えんがわ製作所"
    assert state() == [("sent", "")]
    revise(actor=cast.alice, entry=post, tags=(), base_version=post.version)
    run_jobs()
    assert len(listed.posts) == 1


def test_nothing_goes_out_about_drafts_and_closed_spaces(cast, listed, article):
    body = f"[これ]({article})"
    save_draft(actor=cast.alice, entry=draft_post(cast.alice, "下書き", body))
    inside = make_post(cast.alice, "部内", body, space=Space.objects.get(unit=cast.unit))
    run_jobs()
    send_trackbacks(entry_id=inside.pk)
    assert (listed.gets, listed.posts) == ([], [])
    assert not OutgoingPing.objects.exists()


def test_what_has_moved_or_gone_before_the_job_runs_is_not_spoken_of(cast, listed, article):
    moved = make_post(cast.alice, "移した", f"[これ]({article})")
    gone = make_post(cast.alice, "消した", f"[これ]({article})")
    pings = [OutgoingPing.objects.create(entry=entry, url=article) for entry in (moved, gone)]
    moved.space = Space.objects.get(unit=cast.unit)
    revise(actor=cast.alice, entry=moved, tags=(), base_version=moved.version)
    withdraw(actor=cast.alice, entry=gone)
    for ping in pings:
        send_ping(ping_id=ping.pk)
    assert (listed.gets, listed.posts) == ([], [])
    assert {row[0] for row in state()} == {"failed"}


def test_blogs_nobody_has_listed_are_not_visited(cast, outside):
    make_post(cast.alice, body=f"[x]({outside.url('/a')})")
    run_jobs()
    assert outside.gets == []
    assert not OutgoingPing.objects.exists()


def test_a_host_that_only_sends_to_us_is_not_visited(cast, listed, article):
    TrackbackHost.objects.update(sends=False)
    make_post(cast.alice, body=f"[x]({article})")
    run_jobs()
    assert listed.gets == []


def test_it_can_be_switched_off(cast, settings, listed, article):
    settings.TRACKBACK = False
    make_post(cast.alice, body=f"[x]({article})")
    run_jobs()
    assert listed.gets == []


@pytest.mark.parametrize(
    ("html", "headers"),
    [
        ("<p>", {"Link": '<{}>; rel="trackback"'}),
        ('<a href="{}" rel="trackback">TB</a>', {}),
        ("<link rel='trackback' href='/tb/9'>", {}),
    ],
)
def test_other_ways_to_say_where(cast, listed, html, headers):
    address = listed.page("/tb/9", OK)
    headers = {name: value.format(address) for name, value in headers.items()}
    url = listed.page("/post", html.format(address), **headers)
    make_post(cast.alice, body=f"[x]({url})")
    run_jobs()
    assert [path for path, _type, _body in listed.posts] == ["/tb/9"]


def test_a_page_that_takes_none_is_left_alone(cast, listed):
    make_post(cast.alice, body=f"[x]({listed.page('/plain', '<p>なし</p>')})")
    run_jobs()
    assert state() == [("failed", "The page takes no trackbacks.")]


@pytest.mark.parametrize("address", ["http://169.254.169.254/latest", "http://127.0.0.1:1/x", "file:///etc/passwd"])
def test_a_trackback_address_elsewhere_is_not_used(cast, listed, address):
    url = listed.page("/post", f'<a rel="trackback" href="{address}">')
    make_post(cast.alice, body=f"[x]({url})")
    run_jobs()
    assert state()[0][0] == "failed"
    assert "not on the list" in state()[0][1]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("<response><error>1</error><message>No &lt;spam&gt;</message></response>", "No <spam>"),
        (BOMB, "no answer in XML"),
        ("<html>", "no answer in XML"),
        (b"\xff\xfe\x00", "no answer in XML"),
        ('<?xml version="1.0" encoding="no-such"?><response><error>0</error></response>', "no answer in XML"),
    ],
)
def test_a_refusal_or_nonsense_is_kept_as_the_reason(cast, listed, article, answer, said):
    listed.page("/tb/7?a=1&b=2", answer)
    make_post(cast.alice, body=f"[x]({article})")
    run_jobs()
    ((found, reason),) = state()
    assert found == "failed"
    assert said in reason


def test_a_blog_that_is_down_is_tried_again_and_given_up(cast, listed, article):
    listed.page("/2026/lesson.html", "busy", status=503)
    make_post(cast.alice, body=f"[x]({article})")
    run_jobs()
    assert state()[0][0] == "waiting"
    again = ProcrastinateJob.objects.filter(task_name=deliver_trackback.name).latest("id")
    assert again.scheduled_at is not None
    ping = OutgoingPing.objects.get()
    for _n in range(ATTEMPTS):
        send_ping(ping_id=ping.pk)
    ping.refresh_from_db()
    assert (ping.state, ping.attempts) == ("failed", ATTEMPTS)


def test_only_the_author_sees_what_became_of_it(as_user, cast, listed, article):
    post = make_post(cast.alice, body=f"[x]({article})")
    run_jobs()
    mine = as_user(cast.alice).get(f"/posts/{post.pk}/").content.decode()
    assert "送ったトラックバック" in mine or "Trackbacks sent" in mine
    assert "Trackbacks sent" not in as_user(cast.carol).get(f"/posts/{post.pk}/").content.decode()
