"""Logging a person in without the log-in page: right after he has chosen his password."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from sns.people.models import User


def log_in(request: HttpRequest, user: User) -> HttpResponse:
    """Begin a session as if the person had typed the password he has chosen a moment ago; answers with a redirect."""
    return perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))
