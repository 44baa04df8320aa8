"""The directory of people."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sns.people.directory import KANA, LATIN, Filters, Place, find_people, page_of_people
from sns.people.forms.directory import DirectoryForm
from sns.people.permissions import can_manage_staff
from sns.people.staff.export import staff_csv, staff_xlsx

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Colleagues in furigana order, narrowed by filters; a letter jumps to where it begins."""
    form = DirectoryForm(request.GET)
    filters = form.filters()
    letter = request.GET.get("from", "")
    after = Place.decode(request.GET.get("after")) or Place.of_letter(letter)
    people, more = page_of_people(find_people(filters), after)
    asked = urlencode(_asked(filters))
    context = {
        "form": form,
        "people": people,
        "asked": asked,
        "letters": [KANA, LATIN],
        "letter": letter,
        "more": f"?{asked}&after={more}" if more else "",
        "can_export": can_manage_staff(request.user),
    }
    return render(
        request, "people/_cards.html" if request.htmx and "after" in request.GET else "people/directory.html", context
    )


def _asked(filters: Filters) -> dict[str, str]:
    """The filters in force, as an address carries them."""
    values = {"q": filters.q, "title": filters.title, "site": filters.site, "skill": filters.skill}
    values["unit"] = str(filters.unit.pk) if filters.unit else ""
    return {name: value for name, value in values.items() if value}


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered people as a staff list; for administrators, because it holds addresses and numbers."""
    if not can_manage_staff(request.user):
        raise PermissionDenied
    people = find_people(DirectoryForm(request.GET).filters())
    file = staff_csv(people) if kind == "csv" else staff_xlsx(people)
    name = f"people-{timezone.localdate():%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])
