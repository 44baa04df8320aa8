from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from sns.people.models import User


def must_have_second_factor(user: User) -> bool:
    return user.is_staff


def owns_second_factor(user: User) -> bool:
    """Has the person set up an authenticator app or a passkey? Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def has_second_factor(request: HttpRequest) -> bool:
    """Was this session begun, or confirmed since, with a second factor that the person still owns?"""
    user = request.user
    if not user.is_authenticated:
        return False
    used = {record.get("id") for record in get_authentication_records(request, user) if record["method"] == "mfa"}
    return bool(used) and Authenticator.objects.filter(user=user, pk__in=used).exists() and owns_second_factor(user)


def can_invite(user: User) -> bool:
    return user.is_staff


def can_deactivate_person(user: User, person: User) -> bool:
    return user.is_staff and not person.is_guest


def can_manage_staff(user: User) -> bool:
    """Read in and hand out the staff list, with addresses and employee numbers."""
    return user.is_active and user.is_staff
