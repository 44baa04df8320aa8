"""What one keeps to read later: the button below each entry, one's own folders and notes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sns.core.paging import Cursor
from sns.entries.actions import set_bookmark
from sns.entries.bookmarking import add_folder, arrange_bookmark, delete_folder, rename_folder
from sns.entries.queries import get_visible_entry
from sns.home.bookmark_forms import FolderForm, NoteForm
from sns.home.bookmark_queries import (
    NO_FOLDER,
    QUERY_MAX,
    drawers,
    get_own_bookmark,
    get_own_folder,
    kept_page,
)


@require_safe
def bookmark_list(request: HttpRequest) -> HttpResponse:
    """What the person keeps, newest first; ``?folder=`` one folder, ``?q=`` words of his notes and of titles."""
    before = Cursor.decode(request.GET.get("before"))
    context = _list(request, before)
    if request.htmx and before:
        return render(request, "home/_kept_list.html", context)
    return render(request, "home/bookmarks.html", context | {"folder_form": FolderForm()})


@require_POST
def bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an entry for later or let it go; the button says which state it wants."""
    entry = get_visible_entry(request.user, pk)
    on = request.POST.get("on") == "1"
    set_bookmark(user=request.user, entry=entry, on=on)
    if request.htmx:
        return render(request, "home/_bookmark.html", {"pk": pk, "on": on})
    return redirect(entry)


@require_http_methods(["GET", "HEAD", "POST"])
def bookmark_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The folder and the note of one bookmark: a page, or a form in its place with htmx."""
    own = get_own_bookmark(request.user, pk)
    initial = {"folder": own.folder_id, "note": own.note}
    form = NoteForm(request.POST or None, user=request.user, initial=initial, auto_id=f"note_{pk}_%s")
    if request.method == "POST" and form.is_valid():
        arrange_bookmark(actor=request.user, bookmark=own, **form.cleaned_data)
        if not request.htmx:
            return redirect("bookmarks")
        folder = own.folder.name if own.folder else ""
        return render(request, "home/_kept_note.html", {"pk": pk, "folder": folder, "note": own.note, "fresh": True})
    status = 422 if request.method == "POST" else 200
    template = "home/_note_form.html" if request.htmx else "home/bookmark_note.html"
    return render(request, template, {"form": form, "pk": pk, "entry": own.entry}, status=status)


@require_POST
def folders(request: HttpRequest) -> HttpResponse:
    """Make a folder; it opens at once."""
    form = FolderForm(request.POST)
    if form.is_valid():
        try:
            made = add_folder(actor=request.user, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("The folder is there. Put something into it with “Note and folder”."))
            return redirect(f"/bookmarks/?folder={made.pk}")
    context = _list(request, None) | {"folder_form": form}
    return render(request, "home/bookmarks.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a folder another name."""
    own = get_own_folder(request.user, pk)
    form = FolderForm(request.POST or None, initial={"name": own.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_folder(actor=request.user, folder=own, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect(f"/bookmarks/?folder={pk}")
    status = 422 if request.method == "POST" else 200
    return render(request, "home/bookmark_folder.html", {"form": form, "pk": pk}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def folder_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw a folder away; what is in it stays kept."""
    own = get_own_folder(request.user, pk)
    if request.method == "POST":
        delete_folder(actor=request.user, folder=own)
        messages.success(request, _("The folder is gone; what was in it is still kept."))
        return redirect("bookmarks")
    return render(request, "home/bookmark_folder_delete.html", {"folder": own})


def _list(request: HttpRequest, before: Cursor | None) -> dict:
    shown = drawers(request.user)
    here, words = request.GET.get("folder", ""), request.GET.get("q", "").strip()[:QUERY_MAX]
    open_one = next((drawer for drawer in shown if drawer.key == here), None)
    if here and here != NO_FOLDER and open_one is None:
        raise Http404
    page = kept_page(request.user, folder=here, words=words, before=before)
    query = urlencode({name: value for name, value in (("folder", here), ("q", words)) if value})
    return {
        "kept": page.rows,
        "more_url": f"?{query}{'&' if query else ''}before={page.next}" if page.next else "",
        "drawers": shown,
        "drawer": open_one,
        "here": here,
        "words": words,
    }
