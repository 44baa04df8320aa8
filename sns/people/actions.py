"""Joining, moving, leaving, following."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from sns.audit.actions import record
from sns.people.models import Follow, OrgUnit, Posting, RoleTerm, User


@transaction.atomic
def add_unit(*, actor: User | None, name: str, code: str, parent: OrgUnit | None = None, **fields) -> OrgUnit:
    """Create a department below ``parent`` (None: at the top)."""
    unit = OrgUnit.objects.create(name=name, code=code, parent=parent, **fields)
    place_unit(unit=unit)
    record(actor=actor, verb="unit.added", subject=unit)
    return unit


@transaction.atomic
def place_unit(*, unit: OrgUnit) -> None:
    """Set the unit's path, and those of everything below it, from its parent."""
    old = unit.path
    unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path", "parent"])
    if old and old != unit.path:
        for below in OrgUnit.objects.filter(path__startswith=old).exclude(pk=unit.pk):
            below.path = unit.path + below.path.removeprefix(old)
            below.save(update_fields=["path"])


@transaction.atomic
def add_person(
    *,
    actor: User | None,
    name: str,
    email: str | None,
    handle: str = "",
    password: str | None = None,
    **fields,
) -> User:
    """Create an employee; without a password he sets one through the invitation or reset mail."""
    user = User(name=name, email=email.lower() if email else None, **fields)
    user.handle = handle or free_handle(email.split("@")[0] if email else name)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record(actor=actor, verb="person.added", subject=user)
    return user


@transaction.atomic
def add_guest(*, name: str) -> User:
    """A named author of an imported archive: no address, no log-in."""
    user = User(name=name[:100], handle=free_handle(name), is_guest=True, is_active=False)
    user.set_unusable_password()
    user.save()
    return user


def free_handle(wish: str) -> str:
    """An unused handle close to ``wish``; "user2" and so on when nothing of it can be used."""
    base = slugify(wish)[:30].strip("-_") or "user"
    taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    return next(
        handle for handle in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if handle not in taken
    )


@transaction.atomic
def post_to_unit(
    *,
    actor: User | None,
    user: User,
    unit: OrgUnit,
    title: str = "",
    primary: bool = True,
    since: date | None = None,
) -> Posting:
    """Give a person a place in a unit; a new main post ends the old one the day before."""
    start = since or timezone.localdate()
    if primary:
        _end_main_post(user, start)
    posting = Posting(user=user, unit=unit, title=title, primary=primary, since=start)
    posting.full_clean()
    posting.save()
    record(actor=actor, verb="person.posted", subject=user, data={"unit": unit.name, "title": title})
    return posting


def _end_main_post(user: User, start: date) -> None:
    for posting in Posting.objects.filter(user=user, primary=True, until=None):
        if posting.since >= start:
            posting.delete()  # never took effect
        else:
            posting.until = start - timedelta(days=1)
            posting.save(update_fields=["until"])


@transaction.atomic
def give_role(
    *, actor: User | None, user: User, role: str, unit: OrgUnit | None = None, since: date | None = None
) -> RoleTerm:
    """Let a person hold a role from a day on; an administrator may open the administration."""
    term = RoleTerm.objects.create(user=user, role=role, unit=unit, since=since or timezone.localdate())
    sync_administrator(user=user)
    record(
        actor=actor, verb="role.given", subject=user, data={"role": role, "unit": unit.name if unit else ""}
    )
    return term


def sync_administrator(*, user: User) -> None:
    """Django's flags follow the role terms of today; the daily job calls this because terms begin and end."""
    is_admin = RoleTerm.objects.current().filter(user=user, role=RoleTerm.Role.ADMINISTRATOR).exists()
    user.is_staff = user.is_superuser = is_admin
    user.save(update_fields=["is_staff", "is_superuser"])
    user.__dict__.pop("current_roles", None)


@transaction.atomic
def set_follow(*, actor: User, followee: User, on: bool) -> None:
    if not on:
        Follow.objects.filter(follower=actor, followee=followee).delete()
    elif actor.pk != followee.pk:
        Follow.objects.get_or_create(follower=actor, followee=followee)
