"""A blog outside, on this machine: a real HTTP server whose pages a test sets."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Outside:
    """Pages by path: (status, headers, body), or a function that gets the handler and writes by itself."""

    host: str = ""
    pages: dict[str, tuple | Callable] = field(default_factory=dict)
    posts: list[tuple[str, str, bytes]] = field(default_factory=list)  # path, content type, body
    gets: list[str] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def page(self, path: str, body: str | bytes, status: int = 200, **headers) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8"} | headers, data)
        return self.url(path)


def serve(outside: Outside) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            outside.gets.append(self.path)
            self._answer()

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            outside.posts.append((self.path, self.headers["Content-Type"], body))
            self._answer()

        def _answer(self):
            found = outside.pages.get(self.path, (404, {}, b"no such page"))
            if callable(found):
                found(self)
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    outside.host = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    return server
