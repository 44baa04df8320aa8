"""Two editors at once: the second gets both texts and chooses; nothing is lost."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from sns.entries.diff import compare
from sns.entries.models import Entry

_NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "title", "body", "version", "choice", "intent", "mine_title", "mine_body"}
)


def conflict_page(request: HttpRequest, form: Form, stored: Entry, action_url: str, intent: str = "") -> HttpResponse:
    """Both texts with their difference; nothing is saved until the person has chosen.

    ``form`` is valid and has at least title and body; its other fields come back with the choice.
    """
    title, body = form.cleaned_data["title"], form.cleaned_data["body"]
    context = {
        "stored": stored,
        "mine": {"title": title, "body": body},
        "intent": intent,
        "other_fields": [(name, value) for name, values in _kept(request.POST) for value in values],
        "title_diff": compare(stored.title, title) if stored.title != title else None,
        "diff_lines": compare(stored.body, body),
        "action_url": action_url,
    }
    return render(request, "entries/conflict.html", context, status=409)


def answered(request: HttpRequest) -> QueryDict:
    """The form's data; when a conflict was answered with "mine", the untouched text of that page is used."""
    if request.POST.get("choice") != "mine":
        return request.POST
    data = request.POST.copy()
    data["title"], data["body"] = data.get("mine_title", ""), data.get("mine_body", "")
    return data


def _kept(data: QueryDict) -> list[tuple[str, list[str]]]:
    return [(name, values) for name, values in data.lists() if name not in _NOT_KEPT]
