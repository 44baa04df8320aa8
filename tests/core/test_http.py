"""The one way in which we ask for pages of others: named hosts, checked addresses, bounds."""

import socket
import threading
import time

import pytest

from sns.core import http
from sns.core.http import FetchFailed, NotAllowed, fetch, host_of
from tests.links.outside import Outside, serve


@pytest.fixture
def blog():
    outside = Outside()
    server = serve(outside)
    yield outside
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Blog.Example.com/a", "blog.example.com"),
        ("https://blog.example.com:443/", "blog.example.com"),
        ("http://blog.example.com:8080/", "blog.example.com:8080"),
        ("https://blog.example.com:80/", "blog.example.com:80"),
        ("http://user:pass@blog.example.com/", ""),
        ("http://blog.example.com:99999/", ""),
        ("ftp://blog.example.com/", ""),
        ("//blog.example.com/", ""),
        ("nonsense", ""),
    ],
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host


def test_a_redirect_is_followed_to_listed_hosts_only(blog):
    blog.page("/new", "here")
    blog.page("/old", "", status=301, Location="/new")
    blog.page("/loop", "", status=301, Location="/loop")
    assert fetch(blog.url("/old"), hosts={blog.host: True}).body == b"here"
    with pytest.raises(FetchFailed):
        fetch(blog.url("/loop"), hosts={blog.host: True})


def test_a_form_is_not_sent_on_by_a_redirect(blog):
    blog.page("/old", "", status=307, Location="/new")
    with pytest.raises(FetchFailed):
        fetch(blog.url("/old"), hosts={blog.host: True}, form=b"a=1")
    assert len(blog.posts) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "::ffff:127.0.0.1", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::1"],
)  # fmt: skip
def test_names_that_lead_inside_are_refused(monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(http.socket, "create_connection", lambda *a, **k: pytest.fail("connected"))
    with pytest.raises(NotAllowed):
        fetch("http://blog.example.com/", hosts={"blog.example.com": False})


def test_one_bad_address_of_several_is_enough(monkeypatch):
    found = [(2, 1, 6, "", ("203.0.113.1", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(NotAllowed):
        fetch("http://blog.example.com/", hosts={"blog.example.com": False})


def test_even_inside_the_keys_of_a_cloud_are_out_of_reach():
    with pytest.raises(NotAllowed):
        fetch("http://169.254.169.254/latest/", hosts={"169.254.169.254": True})


@pytest.mark.parametrize("slow_part", ["head", "body"])
def test_a_server_that_drips_is_left_in_time(blog, monkeypatch, slow_part):
    monkeypatch.setattr(http, "SECONDS", 0.6)
    stop = threading.Event()

    def drip(handler):
        if slow_part == "body":
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not stop.is_set():
            try:
                handler.wfile.write(b"x" if slow_part == "body" else b"HTTP/1.0 200 OK\r\nX-A"[:1])
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    blog.pages["/slow"] = drip
    started = time.monotonic()
    try:
        fetch(blog.url("/slow"), hosts={blog.host: True})
    except FetchFailed:
        pass
    finally:
        stop.set()
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("path", ["/あ?q=い", "/a b", "/a%0d%0aX: y", "/\r\nHost: evil"])
def test_odd_addresses_cannot_break_the_request(blog, path):
    try:
        fetch(blog.url(path), hosts={blog.host: True})
    except FetchFailed:
        return
    assert all(" " not in seen and "\r" not in seen for seen in blog.gets)
