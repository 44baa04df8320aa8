"""The staff list on its way in: kept between the two steps of the page, and carried out with what follows from it."""

import secrets
from datetime import timedelta

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from sns.entries.models import FeedToken
from sns.people.models import User
from sns.people.staff.applying import apply_staff
from sns.people.staff.plan import StaffPlan
from sns.spaces.actions import sync_unit_spaces

FOLDER = "staff-lists"
KEPT_FOR = timedelta(hours=12)


@transaction.atomic
def import_staff(*, actor: User | None, plan: StaffPlan) -> None:
    """Carry out a staff list; spaces and private feeds follow in the same transaction."""
    apply_staff(actor=actor, plan=plan)
    FeedToken.objects.filter(user__in=[person.pk for person in plan.leavers]).delete()
    sync_unit_spaces()


def keep_list(user: User, file: File) -> str:
    """Store a list until it is confirmed; returns the secret under which its sender, and nobody else, finds it."""
    _forget_old_lists()
    token = secrets.token_urlsafe(16)
    default_storage.save(_path(user, token), ContentFile(file.read()))
    return token


def kept_list(user: User, token: str) -> bytes | None:
    """The list again; None when it is somebody else's, done with, or too old."""
    path = _path(user, token)
    if not token or not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return file.read()


def forget_list(user: User, token: str) -> None:
    if token:
        default_storage.delete(_path(user, token))


def _path(user: User, token: str) -> str:
    return f"{FOLDER}/{user.pk}-{token}.csv"


def _forget_old_lists() -> None:
    """Lists hold addresses of everybody: none is left lying about."""
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    for name in names:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT_FOR:
            default_storage.delete(path)
