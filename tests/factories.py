"""Real objects through the real actions."""

import itertools

from blogs.models import Post
from sns.discussion import actions as discussion
from sns.people.actions import add_person, add_unit, give_role, post_to_unit
from sns.people.models import OrgUnit, User
from sns.publishing import publish
from sns.spaces.actions import ensure_company_space, sync_unit_spaces
from sns.spaces.models import Space
from sns.spaces.queries import company_space

PASSWORD = "correct-horse-7"
_numbers = itertools.count(1)


def make_company() -> Space:
    return ensure_company_space(name="株式会社えんがわ製作所")


def make_unit(name: str = "", parent: OrgUnit | None = None) -> OrgUnit:
    n = next(_numbers)
    unit = add_unit(actor=None, name=name or f"第{n}課", code=f"U{n}", parent=parent)
    sync_unit_spaces()
    return unit


def make_person(handle: str = "", unit: OrgUnit | None = None, role: str = "", **fields) -> User:
    handle = handle or f"person{next(_numbers)}"
    user = add_person(
        actor=None,
        name=fields.pop("name", handle.title()),
        email=fields.pop("email", f"{handle}@example.com"),
        handle=handle,
        **fields,
    )
    if unit:
        post_to_unit(actor=None, user=user, unit=unit)
        sync_unit_spaces()
    if role:
        give_role(actor=None, user=user, role=role)
    return user


def draft_post(
    author: User, title: str = "題名", body: str = "本文です。", space: Space | None = None, **fields
) -> Post:
    """An unsaved post; hand it to publish() or save_draft()."""
    return Post(kind=Post.Kind.POST, author=author, title=title, body=body, space=space or company_space(), **fields)


def make_post(
    author: User,
    title: str = "題名",
    body: str = "本文です。",
    space: Space | None = None,
    tags=(),
    at=None,
    **fields,
) -> Post:
    post = draft_post(author, title, body, space, **fields)
    return publish(actor=author, entry=post, tags=tags, at=at)


def make_comment(entry, author: User, body: str = "コメントです。", **fields):
    return discussion.add_comment(actor=author, entry=entry, body=body, **fields)
