"""allauth's pages for a second factor, with one thing more: who has just set one up has also used it."""

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView

from sns.people.views.sessions import device_name


class CountsAsUsed:
    """The session in which a factor was proven by adding it need not prove it again."""

    authenticator_type: str

    def form_valid(self, form):
        response = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=self.authenticator_type).latest("pk")
        post_authentication(self.request, newest, reauthenticated=True)
        return response


class ActivateTOTP(CountsAsUsed, ActivateTOTPView):
    authenticator_type = Authenticator.Type.TOTP


class AddPasskey(CountsAsUsed, AddWebAuthnView):
    authenticator_type = Authenticator.Type.WEBAUTHN

    def get_initial(self):
        return super().get_initial() | {"name": device_name(self.request.headers.get("User-Agent", ""))}
