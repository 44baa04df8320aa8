"""Trackbacks from outside: XML answers, listed hosts only, nothing about what is closed, nothing believed."""

from urllib.parse import urlencode

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import cache

from sns.core.http import absolute_url
from sns.discussion.actions import remove_comment
from sns.discussion.closing import close_thread
from sns.discussion.models import Comment
from sns.discussion.trackbacks import TRACKBACKS
from sns.links.models import TrackbackHost
from sns.notifications.models import Notification
from sns.publishing import withdraw
from sns.spaces.models import Space
from tests.factories import make_post


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def post(cast):
    return make_post(cast.alice, "図面の版管理")


def ping(client, entry_id, url, form_type="application/x-www-form-urlencoded; charset=utf-8", encoding="utf-8", **more):
    fields = {
        "url": url,
        "title": "うちでも試した",
        "excerpt": "色を三つに分けました。",
        "blog_name": "大津の日誌",
    } | more
    body = urlencode(fields, encoding=encoding)
    answer = client.generic("POST", f"/trackback/{entry_id}/", body.encode(), content_type=form_type)
    assert answer["Content-Type"].startswith("text/xml")
    found = fromstring(answer.content)
    assert found.tag == "response"
    return found.findtext("error"), found.findtext("message") or "", answer


def linking(listed, entry, path="/2026/11/try.html") -> str:
    return listed.page(path, f'<p>読んで<a href="{absolute_url(entry.get_absolute_url())}">試した</a></p>')


def test_a_listed_blog_that_links_to_us_becomes_a_comment(client, cast, post, listed):
    url = linking(listed, post)
    assert ping(client, post.pk, url)[:2] == ("0", "")
    comment = Comment.objects.get()
    assert (comment.origin, comment.source_url, comment.author.name) == ("trackback", url, "大津の日誌")
    assert comment.author.is_guest
    assert "色を三つに分けました。" in comment.body_html
    post.refresh_from_db()
    assert post.comment_count == 1


def test_the_author_is_told_and_the_page_shows_it(client, as_user, cast, post, listed):
    ping(client, post.pk, linking(listed, post))
    assert Notification.objects.filter(user=cast.alice, entry=post).exists()
    html = as_user(cast.carol).get(f"/posts/{post.pk}/").content.decode()
    assert "うちでも試した" in html
    assert "From outside" in html
    assert listed.url("/2026/11/try.html") in html


def test_the_same_page_counts_once_and_not_again_after_its_removal(client, cast, post, listed):
    url = linking(listed, post)
    ping(client, post.pk, url)
    assert ping(client, post.pk, url + "#again", title="もう一度")[0] == "0"
    assert Comment.objects.count() == 1
    remove_comment(actor=cast.frank, comment=Comment.objects.get(), reason="宣伝でした")
    assert ping(client, post.pk, url)[0] == "0"
    post.refresh_from_db()
    assert post.comment_count == 0


def test_a_host_that_is_not_listed_is_refused_and_not_visited(client, post, outside):
    error, message, _answer = ping(client, post.pk, linking(outside, post))
    assert error == "1"
    assert "may not send" in message
    assert outside.gets == []
    assert not Comment.objects.exists()


def test_a_host_we_only_send_to_is_refused(client, post, listed):
    TrackbackHost.objects.update(receives=False)
    assert ping(client, post.pk, linking(listed, post))[0] == "1"


def test_a_closed_entry_answers_exactly_like_a_missing_one(client, cast, post, listed):
    inside = make_post(cast.alice, "部内", space=Space.objects.get(unit=cast.unit))
    gone = make_post(cast.alice, "消した")
    withdraw(actor=cast.alice, entry=gone)
    missing = ping(client, 999_999, linking(listed, post))[2].content
    for entry in (inside, gone):
        assert ping(client, entry.pk, linking(listed, entry, f"/{entry.pk}.html"))[2].content == missing
    assert listed.gets == []
    assert not Comment.objects.exists()


def test_where_comments_are_closed_nothing_is_added(client, cast, post, listed):
    close_thread(actor=cast.alice, entry=post, reason="話は済みました")
    assert ping(client, post.pk, linking(listed, post))[0] == "1"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "html",
    [
        "<p>何もない</p>",
        "<a href='http://localhost:8000/posts/{}9/'>別の投稿</a>",
        "<a href='http://evil/posts/{}/'>x</a>",
    ],
)
def test_a_page_that_does_not_link_to_us_is_refused(client, post, listed, html):
    url = listed.page("/x.html", html.format(post.pk))
    assert ping(client, post.pk, url)[:2] == ("1", "The page does not link to the entry.")


def test_a_picture_with_our_address_inside_is_no_page(client, post, listed):
    url = listed.page("/x.png", absolute_url(post.get_absolute_url()), Content_Type="image/png")
    assert ping(client, post.pk, url)[0] == "1"


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "//x", "http://a:b@x/"]
)
def test_what_is_no_web_address_is_refused(client, post, listed, url):
    assert ping(client, post.pk, url)[0] == "1"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/", "http://localhost/", "file:///etc/passwd"]
)
def test_a_redirect_to_a_private_host_is_not_followed(client, post, listed, target):
    listed.page("/jump", "", status=302, Location=target)
    error, message, _answer = ping(client, post.pk, listed.url("/jump"))
    assert error == "1"
    assert "not on the list" in message


def test_a_listed_name_that_leads_inside_is_refused(client, post, outside):
    TrackbackHost.objects.create(host=outside.host, is_internal=False)  # 127.0.0.1, but said to be outside
    error, message, _answer = ping(client, post.pk, linking(outside, post))
    assert error == "1"
    assert "inside our own network" in message
    assert outside.gets == []


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8"])
@pytest.mark.parametrize("says", [True, False])
def test_other_charsets_are_read(client, post, listed, encoding, says):
    form_type = "application/x-www-form-urlencoded" + (f"; charset={encoding}" if says else "")
    assert ping(client, post.pk, linking(listed, post), form_type, encoding)[0] == "0"
    assert "色を三つに分けました。" in Comment.objects.get().body


@pytest.mark.parametrize("charset", ["no-such", "zlib", "'", "utf-8; charset=x"])
def test_a_wrong_charset_is_no_error(client, post, listed, charset):
    form_type = f"application/x-www-form-urlencoded; charset={charset}"
    assert ping(client, post.pk, linking(listed, post), form_type)[0] == "0"


def test_what_it_says_can_neither_call_people_nor_draw(client, cast, post, listed):
    said = "<script>alert(1)</script> @bob #改善 [x](javascript:alert(1)) ![y](http://evil/z.png) /posts/1/ "
    said += "\x00\x1b **太い** https://evil.example/"
    assert ping(client, post.pk, linking(listed, post), excerpt=said, title="# 大 " + "題" * 500)[0] == "0"
    html = Comment.objects.get().body_html
    for sign in ("<script", "<a ", "<img", 'class="mention"', "<h1", "<h2", "\x1b"):
        assert sign not in html, html
    assert not Notification.objects.filter(user=cast.bob).exists()
    assert html.count("<strong>") == 1


def test_too_much_is_refused_unread(client, post, listed):
    assert ping(client, post.pk, linking(listed, post), excerpt="長" * 50_000)[:2] == ("1", "This is too much.")
    fields = "&".join(f"a{n}=1" for n in range(5000))
    answer = client.post(f"/trackback/{post.pk}/", fields, content_type="application/x-www-form-urlencoded")
    assert fromstring(answer.content).findtext("error") == "1"


def test_an_endless_page_is_cut(client, post, listed):
    url = listed.page("/huge.html", b"x" * 3_000_000 + absolute_url(post.get_absolute_url()).encode())
    assert ping(client, post.pk, url)[:2] == ("1", "The page does not link to the entry.")


def test_one_host_has_its_limit(client, post, listed):
    url = linking(listed, post)
    cache.clear()
    for _n in range(TRACKBACKS.count):
        TRACKBACKS.take_turn(TrackbackHost.objects.get())
    error, _message, answer = ping(client, post.pk, url)
    assert error == "1"
    assert answer.status_code == 429


def test_it_can_be_switched_off(client, as_user, cast, settings, post, listed):
    settings.TRACKBACK = False
    assert ping(client, post.pk, linking(listed, post))[0] == "1"
    assert "trackback:ping" not in as_user(cast.carol).get(f"/posts/{post.pk}/").content.decode()


def test_programs_find_the_address_only_where_it_may_be_used(as_user, cast, post, listed):
    inside = make_post(cast.alice, "部内", space=Space.objects.get(unit=cast.unit))
    tricky = make_post(cast.alice, '--><script>"&')
    client = as_user(cast.bob)
    html = client.get(f"/posts/{post.pk}/").content.decode()
    assert f'trackback:ping="{absolute_url(f"/trackback/{post.pk}/")}"' in html
    rdf = html[html.index("<rdf:RDF") : html.index("</rdf:RDF>") + 10]
    assert fromstring(rdf)[0].attrib["{http://purl.org/dc/elements/1.1/}title"] == "図面の版管理"
    assert "trackback" not in client.get(f"/posts/{inside.pk}/").content.decode().split("</style>")[-1].replace(
        "_trackback", ""
    )
    hostile = client.get(f"/posts/{tricky.pk}/").content.decode()
    assert '--><script>"' not in hostile
    TrackbackHost.objects.update(receives=False)
    assert "trackback:ping" not in client.get(f"/posts/{post.pk}/").content.decode()
