"""Two editors at once: the second gets both texts and chooses; nothing is lost."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from blogs.diff import compare
from blogs.forms import PostForm
from sns.entries.models import Entry

_NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "title", "body", "version", "choice", "intent", "mine_title", "mine_body"}
)


def conflict_page(request: HttpRequest, form: PostForm, stored: Entry, intent: str) -> HttpResponse:
    """Both texts with their difference; nothing is saved until the person has chosen."""
    mine = form.manuscript()
    context = {
        "stored": stored,
        "mine": mine,
        "intent": intent,
        "other_fields": [(name, value) for name, values in _kept(request.POST) for value in values],
        "title_diff": compare(stored.title, mine.title) if stored.title != mine.title else None,
        "diff_lines": compare(stored.body, mine.body),
        "action_url": f"/posts/{stored.pk}/edit/",
    }
    return render(request, "blogs/conflict.html", context, status=409)


def answered(request: HttpRequest) -> QueryDict:
    """The form's data; when a conflict was answered with "mine", the untouched text of that page is used."""
    if request.POST.get("choice") != "mine":
        return request.POST
    data = request.POST.copy()
    data["title"], data["body"] = data.get("mine_title", ""), data.get("mine_body", "")
    return data


def _kept(data: QueryDict) -> list[tuple[str, list[str]]]:
    return [(name, values) for name, values in data.lists() if name not in _NOT_KEPT]
