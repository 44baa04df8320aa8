"""The Jinja2 environment of our pages: what every template may call, and the filters it may use."""

from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags import static as django_static
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, json_script
from django.utils.translation import get_language
from django_htmx.jinja import htmx_script
from jinja2 import Environment
from markupsafe import Markup, escape

from sns.core import formats, phrases, spans
from sns.core.fragments import kept

AVATAR_COLOURS = 12

FILTERS = {
    "datetime": formats.datetime_tag,
    "date": formats.date_tag,
    "reltime": formats.reltime_tag,
    "datetime_text": formats.datetime_text,
    "date_text": formats.date_text,
    "time_text": formats.time_text,
    "reltime_text": formats.reltime_text,
    "month": formats.month_text,
    "number": formats.number_text,
    "filesize": formats.filesize_text,
    "iso": formats.iso,
    "json_script": json_script,
    "month_name": spans.month_name,
    "weekday": spans.weekday_text,
    "zone_name": spans.zone_text,
}


@lru_cache(maxsize=256)
def _plain_url(name: str, prefix: str) -> str:
    return reverse(name)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page; those without arguments (menus) are looked up once."""
    if args or kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _plain_url(name, get_script_prefix())


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a static file; names only change with a new release, so each is looked up once."""
    return django_static.static(path)


@lru_cache(maxsize=1)
def _htmx() -> Markup:
    return htmx_script()


@lru_cache(maxsize=512)
def _icon(name: str, css: str) -> Markup:
    sprite = static("icons/sprite.svg")
    return Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(css, sprite, name)


def icon(name: str, label: str | None = None, css: str = "") -> Markup:
    """An icon of our sprite; silent for screen readers, or said as `label`."""
    drawing = _icon(name, f" {css}" if css else "")
    return drawing + Markup('<span class="sr">{}</span>').format(label) if label else drawing


def avatar_class(pk: int | None) -> str:
    """The colour of a person without a portrait: always the same one."""
    return f"av-{(pk or 0) % AVATAR_COLOURS}"


def initial(name: str) -> Markup:
    """The first letter of a name, for a person without a portrait."""
    return escape(name.strip()[:1].upper() or "?")


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend."""
    options = {"trim_blocks": True, "lstrip_blocks": True} | options
    env = Environment(**options)
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    # Not "newstyle": phrases formats and escapes by itself, and much faster.
    env.install_gettext_callables(
        phrases.gettext, phrases.ngettext, newstyle=False, pgettext=phrases.pgettext, npgettext=phrases.npgettext
    )
    env.globals["_"] = phrases.phrase
    env.filters.update(FILTERS)
    env.globals.update(
        url=url,
        memo=kept,
        static=static,
        icon=icon,
        initial=initial,
        avatar_class=avatar_class,
        get_language=get_language,
        get_messages=get_messages,
        htmx_script=_htmx,
    )
    return env


def one_token(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the page's token, made once however many forms show it (Django makes one for each)."""
    token = SimpleLazyObject(lambda: get_token(request))
    field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    return {"csrf_token": token, "csrf_input": SimpleLazyObject(lambda: format_html(field, token))}
