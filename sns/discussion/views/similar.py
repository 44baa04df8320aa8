from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sns.discussion.similar import similar


@require_safe
def similar_entries(request: HttpRequest) -> HttpResponse:
    """For htmx: what has been written about the title in ``?title=``; ``?but=`` is the entry being edited."""
    but = request.GET.get("but", "")
    number = int(but) if but.isascii() and but.isdigit() and len(but) < 19 else None
    found = similar(request.user, request.GET.get("title", ""), but=number)
    return render(request, "links/_similar_items.html", {"similar": found})
