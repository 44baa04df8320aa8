"""Colours for fenced code: Pygments with CSS classes, for a closed list of languages and sizes."""

from functools import lru_cache

from django.utils.html import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

CLASS_PREFIX = "hl-"
# Lexers are regular expressions of many authors, some quadratic on odd input: a second for 5,000 characters
# (150 lines) at worst, and C# is the worst of all.
MAX_CODE = 5_000
MAX_CODE_OF = {"csharp": 2_000}
MAX_CODE_PER_DOCUMENT = 15_000

LANGUAGES = {
    "bash": "bash",
    "c": "c",
    "c#": "csharp",
    "c++": "cpp",
    "cpp": "cpp",
    "cs": "csharp",
    "csharp": "csharp",
    "css": "css",
    "diff": "diff",
    "docker": "docker",
    "dockerfile": "docker",
    "go": "go",
    "html": "html",
    "ini": "ini",
    "java": "java",
    "javascript": "javascript",
    "js": "javascript",
    "json": "json",
    "kotlin": "kotlin",
    "php": "php",
    "powershell": "powershell",
    "py": "python",
    "python": "python",
    "rb": "ruby",
    "ruby": "ruby",
    "rust": "rust",
    "sh": "bash",
    "shell": "bash",
    "sql": "sql",
    "swift": "swift",
    "toml": "toml",
    "ts": "typescript",
    "typescript": "typescript",
    "vb": "vb.net",
    "vba": "vb.net",
    "xml": "xml",
    "yaml": "yaml",
    "yml": "yaml",
}

_formatter = HtmlFormatter(nowrap=True, classprefix=CLASS_PREFIX)


@lru_cache(maxsize=len(LANGUAGES))
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def language(info: str) -> str | None:
    """The known language that the first word after the fence names."""
    words = info.split(maxsplit=1)
    return LANGUAGES.get(words[0].lower()) if words else None


def code_html(code: str, name: str | None) -> str:
    """Escaped `code`, with spans when it is short enough and its language is known."""
    if name is None or len(code) > MAX_CODE_OF.get(name, MAX_CODE):
        return escape(code)
    return highlight(code, _lexer(name), _formatter)
