from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sns.core.ratelimit import TooFast
from sns.discussion.trackbacks import BODY_MAX, NO_ENTRY, TrackbackRefused, read_trackback, receive_trackback


# Another blog's program posts here, without log-in and without our form: no cookie of ours is looked at, the host of
# the address it names must be listed, and that page is read before anything is kept.
@csrf_exempt
@login_not_required
@require_POST
def trackback(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a trackback (TrackBack 1.2): always XML, <error>0</error> when it is kept."""
    if not settings.TRACKBACK:
        return _answer(NO_ENTRY)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY_MAX:
        return _answer("This is too much.")
    try:
        receive_trackback(
            entry_id=pk, trackback=read_trackback(request.body, request.content_params.get("charset", ""))
        )
    except TrackbackRefused as refusal:
        return _answer(str(refusal))
    except TooFast as brake:
        return brake.mark(_answer("Too many trackbacks. Please try again later."))
    return _answer("")


# Read as it came: the sender's charset need not be ours, and Django refuses forms in any other.
trackback.reads_own_body = True


def _answer(message: str) -> HttpResponse:
    said = f"<message>{escape(message)}</message>" if message else ""
    xml = f'<?xml version="1.0" encoding="utf-8"?>\n<response><error>{int(bool(message))}</error>{said}</response>\n'
    return HttpResponse(xml, content_type="text/xml; charset=utf-8")
