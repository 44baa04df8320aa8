"""Old addresses of imported posts lead to the posts (J10)."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from blogs.archives.addresses import find_post
from sns.spaces.queries import may_see


class OldAddresses:
    """Looks at pages that were not found, and at ``/?p=12``, which the start page would answer.

    Whoever may not read the post gets the same "not found" as for an address that never was.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.path == "/" and ("p" in request.GET or "page_id" in request.GET):
            return _moved(request) or self.get_response(request)
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            return _moved(request) or response
        return response


def _moved(request: HttpRequest) -> HttpResponse | None:
    post = find_post(request.get_full_path())
    if post is None:
        return None
    if request.user.is_authenticated:
        may_read = post.author_id == request.user.pk or (post.is_live and may_see(request.user, post.space))
        return redirect(post, permanent=False) if may_read else None
    if post.is_live and post.space.is_open:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return None
