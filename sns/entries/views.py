from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sns.core.filetypes import safe_name
from sns.core.ratelimit import UPLOADS, TooFast
from sns.core.refusals import FileRefused
from sns.entries.completion import suggest_tags
from sns.entries.models import Upload
from sns.entries.queries import get_visible_entry
from sns.entries.serving import stored_file
from sns.entries.storing import store_upload
from sns.people.completion import suggest_people


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of any entry: leads to its own page, whatever its kind."""
    return redirect(get_visible_entry(request.user, pk))


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take one file of the editor and say how a text shows it."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Please choose a file.")}, status=400)
    try:
        UPLOADS.take_turn(request.user)
        stored = store_upload(actor=request.user, file=file)
    except TooFast as brake:
        return brake.mark(JsonResponse({"error": brake.message}))
    except FileRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=413 if refusal.code == "too_big" else 422)
    return JsonResponse(_as_json(stored, file), status=201)


def _as_json(stored: Upload, file: UploadedFile) -> dict[str, str]:
    url, name = stored.get_absolute_url(), safe_name(file.name)
    label = "".join(f"\\{sign}" if sign in r"\[]`*<" else sign for sign in name)
    return {
        "markdown": f"{'!' if stored.is_image else ''}[{label}]({url})",
        "url": url,
        "kind": "image" if stored.is_image else "file",
        "name": name,
    }


@require_safe
def file(request: HttpRequest, token: str, width: int | None = None) -> HttpResponse:
    """A file for those who may see it; 404 for everybody else, as if it did not exist."""
    stored = get_object_or_404(Upload.objects.visible_to(request.user), token=token)
    if width is not None and width not in stored.widths:
        raise Http404
    variant = f"{width or stored.widths[-1]}.webp" if stored.is_image else "file"
    return stored_file(request, stored, variant)


@require_safe
def complete_people(request: HttpRequest) -> JsonResponse:
    found = suggest_people(request.user, request.GET.get("q", ""))
    return JsonResponse({"items": [person.as_json() for person in found]})


@require_safe
def complete_tags(request: HttpRequest) -> JsonResponse:
    found = suggest_tags(request.user, request.GET.get("q", ""))
    return JsonResponse({"items": [{"name": name, "count": count} for name, count in found]})
