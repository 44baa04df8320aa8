from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from sns.people.profile import portrait_path


@require_safe
def portrait(request: HttpRequest, token: str, size: int) -> FileResponse:
    """A portrait, for everybody who is logged in; a new portrait has a new token, so it may be kept for ever."""
    try:
        file = default_storage.open(portrait_path(token, size))
    except FileNotFoundError:
        raise Http404
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
