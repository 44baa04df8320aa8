"""The demo company as written in the data files beside this module, read and checked."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class Unit:
    key: str
    name: str
    name_en: str
    code: str
    parent: str = ""


@dataclass(frozen=True)
class Company:
    name: str
    domain: str
    logins: list[str]
    units: list[Unit]


@dataclass(frozen=True)
class Person:
    """``since`` is working days ago; ``second`` holds (unit key, title) of second posts."""

    handle: str
    name: str
    reading: str
    title: str
    unit: str
    number: str
    site: str
    skills: list[str]
    intro: str
    portrait: str
    language: str = "ja"
    since: int = 1500
    second: list[list[str]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Remark:
    """A comment; ``at`` is "+days HH:MM" after the post, ``answer`` one to the last comment that is none."""

    by: str
    at: str
    text: str
    answer: bool = False
    like: int = 0


@dataclass(frozen=True)
class Addition:
    """What the author wrote below a post later on."""

    days: int
    time: str
    text: str


@dataclass(frozen=True)
class Article:
    """A post, ``days`` working days ago; ``audience`` is everybody, "unit" (the author's) or "self"."""

    key: str
    author: str
    days: int
    time: str
    title: str
    body: str
    tags: list[str] = field(default_factory=list)
    flavour: str = ""
    audience: str = ""
    state: str = "published"
    addition: Addition | None = None
    reactions: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@cache
def company() -> Company:
    """Name, log-ins and units, parents before children."""
    data = read_toml("company.toml")
    return Company(data["name"], data["domain"], data["logins"], [Unit(**unit) for unit in data["unit"]])


@cache
def people() -> list[Person]:
    """Everybody, in the order of the organisation chart."""
    return [Person(**person) for person in read_toml("people.toml")["person"]]


@cache
def articles() -> list[Article]:
    """Every post with what was said below it, oldest first."""
    talk = {key: said for file in sorted((HERE / "talk").glob("*.toml")) for key, said in _read(file).items()}
    found = [_article(file, talk.get(file.stem, {})) for file in (HERE / "posts").glob("*.md")]
    return sorted(found, key=lambda article: (-article.days, article.time))


def links(text: str) -> list[str]:
    """Keys of the posts that a text links to."""
    return re.findall(r"\{\{post:([\w-]+)\}\}", text)


def photos(text: str) -> list[str]:
    """Names of the pictures that a text shows."""
    return re.findall(r"\(photo:([\w-]+)\)", text)


def _article(file: Path, said: dict) -> Article:
    _empty, front, body = file.read_text(encoding="utf-8").split(FENCE, 2)
    fields = tomllib.loads(front)
    if "addition" in fields:
        fields["addition"] = Addition(**fields["addition"])
    remarks = [Remark(**remark) for remark in said.get("comments", [])]
    reactions = said.get("reactions", {})
    return Article(key=file.stem, body=body.strip(), reactions=reactions, remarks=remarks, **fields)


def read_toml(name: str) -> dict:
    """A data file beside this module."""
    return _read(HERE / name)


def _read(file: Path) -> dict:
    return tomllib.loads(file.read_text(encoding="utf-8"))
