from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest


@login_not_required
def not_offered(request: HttpRequest, **_kwargs):
    """Pages of allauth that we do not offer: signing up, managing several addresses, codes by mail."""
    raise Http404
