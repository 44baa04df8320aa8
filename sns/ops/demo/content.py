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
    """A comment; ``at`` is "+days HH:MM" after the post, ``answer`` one to the last comment that is none.

    ``best`` is what whoever asked marked as the answer.
    """

    by: str
    at: str
    text: str
    answer: bool = False
    like: int = 0
    best: bool = False


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


@dataclass(frozen=True)
class Saying:
    """What somebody decided about a topic and why: an idea taken up or not, a thread closed."""

    by: str
    days: int
    time: str
    text: str
    outcome: str = ""


@dataclass(frozen=True)
class Topic(Article):
    """A topic of a community; ``pinned`` is for how many days more it stands first there."""

    community: str = ""
    votes: int = 0
    decision: Saying | None = None
    closing: Saying | None = None
    pinned: int = 0


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


@cache
def topics() -> list[Topic]:
    """Every topic of the communities, oldest first; a file for each community."""
    found = [_topic(row, file.stem) for file in (HERE / "topics").glob("*.toml") for row in _read(file)["topic"]]
    return sorted(found, key=lambda topic: (-topic.days, topic.time))


def stories() -> list[Article]:
    """Posts and topics."""
    return [*articles(), *topics()]


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


def _topic(row: dict, community: str) -> Topic:
    remarks = [Remark(**remark) for remark in row.pop("comments", [])]
    sayings = {name: Saying(**row.pop(name)) for name in ("decision", "closing") if name in row}
    return Topic(body=row.pop("body").strip(), community=community, remarks=remarks, **sayings, **row)


def read_toml(name: str) -> dict:
    """A data file beside this module."""
    return _read(HERE / name)


def _read(file: Path) -> dict:
    return tomllib.loads(file.read_text(encoding="utf-8"))
