"""The columns of a staff list, as Japanese and English companies head them."""

import re
import unicodedata

# Field -> heading in Japanese, heading in English, other headings that are understood.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("社員番号", "Employee number", "従業員番号", "社員ID", "employee id", "employee no"),
    "name": ("氏名", "Name", "名前", "full name"),
    "reading": ("ふりがな", "Reading", "フリガナ", "カナ", "氏名カナ", "furigana", "kana"),
    "email": ("メールアドレス", "E-mail", "メール", "email", "email address", "mail"),
    "unit_code": ("部署コード", "Unit code", "所属コード", "department code"),
    "unit_name": ("部署名", "Unit", "部署", "所属", "unit name", "department"),
    "parent_code": ("上位部署コード", "Parent unit code", "親部署コード", "parent code", "parent department code"),
    "title": ("役職", "Title", "役職名", "job title", "position"),
    "second_posts": ("兼務", "Second posts", "兼務先", "second post", "concurrent posts"),
    "site": ("勤務地", "Site", "拠点", "勤務先", "location", "office"),
    "language": ("言語", "Language", "言語コード", "locale"),
    "handle": ("ハンドル", "Handle", "ユーザー名", "username"),
}
REQUIRED = ("number", "name")
LANGUAGES = {"ja": "ja", "日本語": "ja", "japanese": "ja", "jp": "ja", "en": "en", "英語": "en", "english": "en"}


def _fold(heading: str) -> str:
    return re.sub(r"[\s_*※-]+", "", unicodedata.normalize("NFKC", heading)).casefold()


_FIELDS = {_fold(heading): field for field, headings in COLUMNS.items() for heading in (*headings, field)}


def field_of(heading: str) -> str:
    """The field that a heading names; empty for a column we do not use."""
    return _FIELDS.get(_fold(heading), "")


def plain_number(number: str) -> str:
    """An employee number as it is compared: １００１ is 1001."""
    return unicodedata.normalize("NFKC", number)


# A spreadsheet runs a cell that begins so as a formula; a leading apostrophe makes it text.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")


def guard(cell: str) -> str:
    """The cell as a spreadsheet may open it without running anything."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def join_posts(posts: list[tuple[str, str]]) -> str:
    """Second posts in one cell: "code:title;code:title"."""
    return ";".join(f"{code}:{_escaped(title)}" if title else code for code, title in posts)


def split_posts(cell: str) -> list[tuple[str, str]]:
    """(unit code, title) of every second post in the cell."""
    parts = (re.split(r"(?<!\\)[:：]", part.strip(), maxsplit=1) for part in re.split(r"(?<!\\)[;；]", cell))
    return [(part[0].strip(), _plain(part[1].strip()) if len(part) > 1 else "") for part in parts if part[0].strip()]


def _escaped(title: str) -> str:
    return re.sub(r"([\\;；])", r"\\\1", title)


def _plain(title: str) -> str:
    return re.sub(r"\\(.)", r"\1", title)
