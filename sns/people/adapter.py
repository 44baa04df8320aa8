from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation, staff list or set-up, never by signing up."""

    def is_open_for_signup(self, request):
        return False
