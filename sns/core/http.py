"""Addresses of our own pages as the outside sees them, and the one way in which we ask for pages of others.

Whoever lets a server fetch addresses lets strangers look into its network. So only named hosts are asked; the name
is looked up once and exactly the address that was checked is connected to; each redirect is checked alike; size and
time have bounds. No proxy is used.
"""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

SECONDS = 6.0  # for one request, from the name to the last byte
MAX_BYTES = 512 * 1024
REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
_MOVED = frozenset({301, 302, 303, 307, 308})
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what may stand in an address as it is


def absolute_url(path: str) -> str:
    """A path of ours with scheme and host, for mail and feeds: "/posts/3/" → "https://sns.example.co.jp/posts/3/"."""
    return f"{settings.PUBLIC_URL}{path}"


class FetchFailed(Exception):
    """The page could not be had; the text says why, in a few words."""


class NotAllowed(FetchFailed):
    """We do not go there at all; trying again is of no use."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back; ``body`` is cut at ``MAX_BYTES``."""

    url: str
    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes

    @property
    def text(self) -> str:
        """The body with each byte as a character: enough to look for addresses in any charset like ASCII."""
        return self.body.decode("latin-1")


def host_of(url: str) -> str:
    """ "blog.example.co.jp", with ":8080" when the port is not the usual one; empty for what is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        return ""
    return parts.hostname if port in (None, PORTS[parts.scheme]) else f"{parts.hostname}:{port}"


def fetch(url: str, *, hosts: Mapping[str, bool], form: bytes | None = None) -> Page:
    """GET a page, or POST ``form`` (already encoded, UTF-8) to it.

    ``hosts`` are those we may ask (as ``host_of`` writes them); True lets it be inside our own network. Raises
    FetchFailed, NotAllowed among them.
    """
    for _step in range(REDIRECTS + 1):
        page = _once(url, hosts, form)
        if page.status not in _MOVED:
            return page
        if form is not None:
            raise FetchFailed("the address answers with a redirect")
        url = urljoin(url, page.headers.get("location", ""))
    raise FetchFailed("too many redirects")


def _once(url: str, hosts: Mapping[str, bool], form: bytes | None) -> Page:
    host = host_of(url)
    if host not in hosts:
        raise NotAllowed("this host is not on the list")
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    headers = {"User-Agent": "Engawa", "Accept-Encoding": "identity"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    try:
        connection = _Connection(parts, inside=hosts[host])
        clock = Timer(SECONDS, connection.stop)
        clock.daemon = True
        clock.start()
        try:
            connection.request("POST" if form is not None else "GET", path, body=form, headers=headers)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            body = _read(answer)
            if connection.stopped:
                raise TimeoutError("too slow")
            return Page(url, answer.status, names, body)
        finally:
            clock.cancel()
            connection.close()
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        raise FetchFailed(f"{host}: {error or type(error).__name__}"[:200]) from error


def _read(answer: HTTPResponse) -> bytes:
    body = b""
    while len(body) < MAX_BYTES and (part := answer.read1(MAX_BYTES - len(body))):
        body += part
    return body


class _Connection(HTTPConnection):
    """Connects to the very address that was checked; a name that answers differently the next time is of no use."""

    def __init__(self, parts: SplitResult, *, inside: bool) -> None:
        super().__init__(parts.hostname or "", parts.port or PORTS[parts.scheme], timeout=SECONDS)
        self._inside = inside
        self._secure = parts.scheme == "https"
        self.stopped = False
        self._open: socket.socket | None = None  # HTTPConnection forgets its own while the answer is still read

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not all(_may_connect(address, inside=self._inside) for address in addresses):
            raise NotAllowed("this host stands inside our own network")
        plain = self._first_that_answers(addresses)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self._open = self.sock
            self.sock.do_handshake()
        else:
            self.sock = self._open = plain
        if self.stopped:
            raise TimeoutError("too slow")

    def _first_that_answers(self, addresses: list[str]) -> socket.socket:
        for address in addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self.timeout)
        return socket.create_connection((addresses[-1], self.port), self.timeout)

    def stop(self) -> None:
        """Called when the time is over: whatever waits for the socket gets its end."""
        self.stopped = True
        if self._open is not None:
            with suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)


def _may_connect(address: str, *, inside: bool) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    if ip.is_loopback:
        return inside
    # Link-local addresses hold the keys of machines in a cloud: nobody's blog is there.
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local or ip.is_reserved:
        return False
    return inside or ip.is_global
