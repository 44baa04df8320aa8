"""A page with the real editor markup and scripts on loopback, and a server whose answers a test chooses.

The scripts are tried here against every answer a server can give, also those that ours gives rarely.
"""

import json
import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.conf import settings
from django.template import engines

STATIC = Path(settings.BASE_DIR) / "static"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
TOKEN = "abcdefghijklmnopqrstuv"
PEOPLE = [
    {"handle": "taro", "name": "田中太郎", "reading": "たなかたろう", "unit": "営業部", "avatar": ""},
    {"handle": "hana", "name": "田中花", "reading": "たなかはな", "unit": "総務部", "avatar": ""},
]
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>editor</title>
<link rel="stylesheet" href="/static/css/engawa.css"><body><main>{main}</main>
<form method="post" action="/left/" data-clear-drafts><button id="logout">out</button></form>
<a id="daily" href="/left/" data-template-choice>daily</a>
<script type="module" src="/static/js/ui.js"></script>
<script type="module" src="/static/js/editor/index.js"></script></body></html>"""
FORM = """<form method="post" action="/posts/new/" data-editor data-user="7" data-autosave-url="{{ autosave_url }}"
 data-preview-url="/posts/preview/" data-saved-at="{{ saved_at }}">
<input type="hidden" name="csrfmiddlewaretoken" value="page-token">
<input type="hidden" name="version" value="{{ version }}">
<label>title <input name="title" value="{{ title }}"></label>{% include "entries/_editor.html" %}
<button name="action" value="publish" data-editor-submit>publish</button></form>"""
COMMENT = """<form method="post" action="/left/"><input type="hidden" name="csrfmiddlewaretoken" value="page-token">
<textarea name="body" data-editor="light" aria-label="comment"></textarea><button>send</button></form>"""


class BodyForm(forms.Form):
    body = forms.CharField(widget=forms.Textarea, required=False)


def render(source, **context):
    return engines["jinja2"].from_string(source).render({"body_field": BodyForm(context)["body"], **context})


class Company:
    """What the server knows and answers. `answers[path]` is a list of (status, data) given once each."""

    def __init__(self):
        self.requests, self.answers, self.delay = [], {}, threading.Event()
        self.context = {"autosave_url": "/drafts/", "saved_at": "", "version": "", "title": "", "body": ""}
        self.delay.set()

    def answer(self, path, fields):
        self.requests.append((path, fields))
        if self.answers.get(path):
            return self.answers[path].pop(0)
        version = int(fields.get("version") or 0) + 1
        saved = {"version": version, "saved_at": "2026-11-24T03:00:00Z", "draft_url": "/posts/5/edit/"}
        return 200, {
            "/drafts/": saved | {"autosave_url": "/posts/5/draft/"},
            "/posts/5/draft/": saved | {"autosave_url": "/posts/5/draft/"},
            "/files/": {"markdown": f"![cat.png](/files/{TOKEN}/)", "kind": "image", "name": "cat.png"},
            "/posts/preview/": f"<p class=shown>{fields.get('body', '')}</p>",
            "/complete/people/": {"items": [p for p in PEOPLE if fields.get("q", "") in p["reading"] + p["handle"]]},
            "/complete/tags/": {"items": [{"name": "縁側", "count": 3}]},
        }.get(path, "<p id=left>left</p>")

    def saves(self, path="/posts/5/draft/"):
        return [fields for asked, fields in self.requests if asked == path]


class Handler(BaseHTTPRequestHandler):
    company: Company

    def log_message(self, *args):
        pass

    def do_GET(self):
        url = urlsplit(self.path)
        company = self.company
        if url.path.startswith("/static/"):
            file = STATIC / url.path.removeprefix("/static/")
            return self.reply(200, file.read_bytes(), guess_type(file.name)[0])
        if url.path in ("/posts/new/", "/posts/5/edit/"):
            return self.reply(200, PAGE.format(main=render(FORM, **company.context)).encode())
        if url.path == "/comments/":
            strings = render('{% include "core/_editor_strings.html" %}')
            return self.reply(200, PAGE.format(main=COMMENT + strings).encode())
        if url.path.startswith("/files/"):
            return self.reply(404, b"")
        return self.send(*company.answer(url.path, {k: v[0] for k, v in parse_qs(url.query).items()}))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = self.fields(body) | {"csrf header": self.headers["X-CSRFToken"]}
        status, data = self.company.answer(urlsplit(self.path).path, fields)
        self.company.delay.wait(10)
        self.send(status, data)

    def fields(self, body):
        kind = self.headers["Content-Type"]
        if kind.startswith("application/x-www-form-urlencoded"):
            return {k: v[0] for k, v in parse_qs(body.decode(), keep_blank_values=True).items()}
        message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        return {
            part.get_param("name", header="content-disposition"): part.get_filename()
            or part.get_payload(decode=True).decode()
            for part in message.get_payload()
        }

    def send(self, status, data):
        if isinstance(data, str):
            return self.reply(status, data.encode())
        return self.reply(status, json.dumps(data).encode(), "application/json")

    def reply(self, status, body, kind="text/html; charset=utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", len(body))
        self.send_header("Content-Security-Policy", CSP)
        if status == 302:
            self.send_header("Location", "/accounts/login/")
        self.end_headers()
        self.wfile.write(body)


def serve(company):
    """A running server on a free loopback port; the caller shuts it down."""
    handler = type("CompanyHandler", (Handler,), {"company": company})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
