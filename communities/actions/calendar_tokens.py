import secrets

from django.db import transaction

from communities.models import CalendarToken
from sns.people.models import User


@transaction.atomic
def renew_calendar_token(*, actor: User) -> CalendarToken:
    """Give the person a new private address for his calendar; the old one stops working."""
    fresh = {"token": secrets.token_urlsafe(32)}
    token, _created = CalendarToken.objects.update_or_create(user=actor, defaults=fresh)
    return token


@transaction.atomic
def set_calendar_scope(*, actor: User, scope: str) -> None:
    """Which events the person's calendar holds."""
    CalendarToken.objects.filter(user=actor).update(scope=CalendarToken.Scope(scope))
