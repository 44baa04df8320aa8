"""gettext for templates, about five times as fast as Jinja's own: a page asks for a hundred phrases and more.

A phrase of a language is looked up once and kept as markup; values put into it are escaped.
"""

from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from markupsafe import Markup


@lru_cache(maxsize=4096)
def _phrase(language: str | None, message: str) -> tuple[Markup, Markup]:
    """The phrase as it is put in when there are no values ("%%" says "%"), and as the pattern for values."""
    text = translation.gettext(message)
    return Markup(text.replace("%%", "%")), Markup(text)


def phrase(message: str, /, **values: Any) -> Markup:
    """``_`` in templates: ``_("Hello %(name)s", name=user.name)``."""
    plain, pattern = _phrase(get_language(), message)
    return pattern % values if values else plain


def gettext(message: str, /) -> Markup:
    """For ``{% trans %}``, which puts the values in by itself."""
    return _phrase(get_language(), message)[1]


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    """The form for ``n``; with values they are put in, without the template does it ({% trans %})."""
    pattern = Markup(translation.ngettext(singular, plural, n))
    return pattern % values if values else pattern


def pgettext(context: str, message: str, /, **values: Any) -> Markup:
    pattern = Markup(translation.pgettext(context, message))
    return pattern % values if values else pattern


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    pattern = Markup(translation.npgettext(context, singular, plural, n))
    return pattern % values if values else pattern
