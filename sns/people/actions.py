"""Joining, moving, leaving, following."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

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
    return next(handle for handle in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if handle not in taken)


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
    record(actor=actor, verb="role.given", subject=user, data={"role": role, "unit": unit.name if unit else ""})
    return term


def sync_administrator(*, user: User) -> None:
    """Django's flags follow the role terms of today; the daily job calls this because terms begin and end."""
    is_admin = (
        user.is_active and RoleTerm.objects.current().filter(user=user, role=RoleTerm.Role.ADMINISTRATOR).exists()
    )
    if (user.is_staff, user.is_superuser) != (is_admin, is_admin):
        user.is_staff = user.is_superuser = is_admin
        user.save(update_fields=["is_staff", "is_superuser"])
    user.__dict__.pop("current_roles", None)


@transaction.atomic
def sync_administrators() -> None:
    """Let the flags of everybody concerned follow the role terms of today."""
    terms = RoleTerm.objects.filter(role=RoleTerm.Role.ADMINISTRATOR)
    for user in User.objects.filter(Q(is_staff=True) | Q(is_superuser=True) | Q(role_terms__in=terms)).distinct():
        sync_administrator(user=user)


@transaction.atomic
def end_role(*, actor: User | None, term: RoleTerm) -> None:
    """Take a role away from today on. Raises LastAdministrator."""
    today = timezone.localdate()
    if term.role == RoleTerm.Role.ADMINISTRATOR:
        refuse_last_administrator(term.user)
    _end_terms(RoleTerm.objects.filter(pk=term.pk), today)
    sync_administrator(user=term.user)
    record(actor=actor, verb="role.ended", subject=term.user, data={"role": term.role})


def _end_terms(terms: QuerySet[RoleTerm], today: date) -> None:
    terms.filter(since__gte=today).delete()  # of today or later: no day of it is left
    terms.exclude(until__lt=today).update(until=today - timedelta(days=1))


class LastAdministrator(ValidationError):
    """Somebody must be able to administer the company."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the last administrator. Please make somebody else an administrator first."),
            code="last_administrator",
        )


def refuse_last_administrator(user: User) -> None:
    """Raise LastAdministrator when nobody else could administer; locks, so that two cannot depose each other."""
    administrators = User.objects.select_for_update().filter(is_staff=True, is_active=True).order_by("pk")
    if {admin.pk for admin in administrators} == {user.pk}:
        raise LastAdministrator


@transaction.atomic
def deactivate_person(*, actor: User | None, user: User, reason: str = "", last_day: date | None = None) -> None:
    """Let a person go: no log-in, no open session, posts and roles end; what he wrote stays.

    Callers above this app let ``sync_unit_spaces`` follow. Raises LastAdministrator.
    """
    day = last_day or timezone.localdate()
    if user.is_staff:
        refuse_last_administrator(user)
    user.postings.filter(since__gt=day).delete()
    user.postings.exclude(until__lt=day).update(until=day)
    _end_terms(user.role_terms.all(), timezone.localdate())
    user.is_active, user.left_at = False, timezone.now()
    user.save(update_fields=["is_active", "left_at"])
    sync_administrator(user=user)
    end_sessions(user=user)
    record(actor=actor, verb="person.left", subject=user, data={"reason": reason, "last_day": day.isoformat()})


@transaction.atomic
def reactivate_person(*, actor: User | None, user: User) -> None:
    """Let a person who left log in again; posts and roles are given anew."""
    if user.is_guest:
        raise ValidationError(_("A guest has no address and cannot log in."), code="guest")
    user.is_active, user.left_at = True, None
    user.save(update_fields=["is_active", "left_at"])
    record(actor=actor, verb="person.returned", subject=user)


def end_sessions(*, user: User) -> None:
    """Log the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def reset_second_factor(*, actor: User, user: User) -> None:
    """For a person who has lost telephone and recovery codes: he logs in with the password and sets up anew."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    record(actor=actor, verb="person.second_factor_reset", subject=user)


@transaction.atomic
def set_follow(*, actor: User, followee: User, on: bool) -> None:
    if not on:
        Follow.objects.filter(follower=actor, followee=followee).delete()
    elif actor.pk != followee.pk:
        Follow.objects.get_or_create(follower=actor, followee=followee)
