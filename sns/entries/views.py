from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sns.entries.queries import get_visible_entry


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of any entry: leads to its own page, whatever its kind."""
    return redirect(get_visible_entry(request.user, pk))
