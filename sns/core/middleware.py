"""Request clean-up that every page needs."""

from django.http import HttpResponseNotFound, QueryDict


class StripNul:
    """Drop NUL characters from query strings, form fields and paths: PostgreSQL text cannot hold them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            return HttpResponseNotFound()
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Only small, already parsed forms: reading POST here keeps uploads streaming to disk as before.
        if getattr(view, "reads_own_body", False):  # in a charset of its own
            return
        if request.method == "POST" and any("\x00" in v for _, vs in request.POST.lists() for v in vs):
            request.POST = _without_nul(request.POST)


def _without_nul(data: QueryDict) -> QueryDict:
    clean = data.copy()
    for key, values in data.lists():
        clean.setlist(key, [value.replace("\x00", "") for value in values])
    clean._mutable = False
    return clean
