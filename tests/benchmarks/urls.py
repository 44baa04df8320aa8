"""The product's addresses and the bare view: session, user, one query, a 30 KB Jinja2 page."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from sns.entries.models import Entry

_PAGE = """<!doctype html><html lang="ja"><title>{{ user.name }}</title><p>{{ newest }}</p><ol>
{% for n in range(285) %}<li class="row"><a href="/posts/{{ n }}/">{{ n }} 現場で図面の版管理を見直してみました</a></li>
{% endfor %}</ol>"""


def bare(request):
    newest = Entry.objects.live().newest_first().values_list("id", flat=True).first()
    page = engines["jinja2"].from_string(_PAGE) if bare.page is None else bare.page
    bare.page = page
    return HttpResponse(page.render({"user": request.user, "newest": newest}))


bare.page = None

urlpatterns = [path("bare/", bare), path("", include("sns.urls"))]
