"""What a person says about himself, and how he wants to see things."""

import re
import secrets
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from sns.core import markup
from sns.core.images import avatar
from sns.people.models import Skill, User

SIZES = (96, 256)
MAX_SKILLS = 30


def read_skills(text: str) -> list[str]:
    """Skill names separated by commas or lines, or else by spaces; each once, whatever its case."""
    separator = r"[,、，;；\n]+" if re.search(r"[,、，;；\n]", text.strip()) else r"\s+"
    names = filter(None, (" ".join(name.split())[:50] for name in re.split(separator, text)))
    return list({name.casefold(): name for name in names}.values())[:MAX_SKILLS]


@transaction.atomic
def update_profile(*, actor: User, reading: str, site: str, introduction: str, skills: list[str]) -> None:
    actor.reading, actor.site, actor.introduction = reading, site, introduction
    actor.introduction_html = markup.parse(introduction).render(prefix=f"p{actor.pk}") if introduction else ""
    actor.save(update_fields=["reading", "site", "introduction", "introduction_html"])
    actor.skills.set([_skill(name) for name in skills])


def _skill(name: str) -> Skill:
    return Skill.objects.filter(name__iexact=name).first() or Skill.objects.get_or_create(name=name)[0]


@transaction.atomic
def change_portrait(*, actor: User, file: BinaryIO) -> None:
    """Store a new portrait under a new token, so that addresses can be cached for ever. Raises ImageRefused."""
    pictures = avatar(file, SIZES)
    token = secrets.token_hex(16)
    for size, picture in pictures.items():
        default_storage.save(portrait_path(token, size), ContentFile(picture))
    _use_portrait(actor, token)


@transaction.atomic
def remove_portrait(*, actor: User) -> None:
    _use_portrait(actor, "")


def _use_portrait(user: User, token: str) -> None:
    old, user.avatar = user.avatar, token
    user.save(update_fields=["avatar"])
    if old:
        transaction.on_commit(lambda: [default_storage.delete(portrait_path(old, size)) for size in SIZES])


def portrait_path(token: str, size: int) -> str:
    return f"avatars/{token}-{size}.webp"
