"""Notices: what waits for me, writing one, confirming, who has confirmed."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions.notices import can_see_readers, confirm, publish_notice, remind, revise_notice
from communities.forms.notices import NoticeForm
from communities.models import Confirmation, Notice
from communities.models.notice import company_today
from communities.queries.notices import (
    get_visible_notice,
    is_asked,
    notice_spaces,
    notices_page,
    standing,
    waiting_notices,
)
from communities.queries.readers import readers_page
from sns.core.paging import Cursor, cut
from sns.core.ratelimit import POSTS, TooFast
from sns.discussion.page import entry_page
from sns.entries.conflict import answered, conflict_page
from sns.publishing import EditConflict, may_edit

PAGE_SIZE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """First what the reader is asked to confirm, then every notice he may read."""
    before = Cursor.decode(request.GET.get("before"))
    found = notices_page(request.user, before, PAGE_SIZE + 1)
    page = cut(found, PAGE_SIZE, key=lambda notice: (notice.published_at, notice.pk))
    context = {"notices": page.rows, "next": page.next, "today": company_today()}
    if request.htmx and before:
        return render(request, "communities/notice_lines.html", context)
    context |= {"waiting": waiting_notices(request.user), "may_write": bool(notice_spaces(request.user))}
    return render(request, "communities/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a notice; ``?space=`` chooses for whom."""
    if request.method == "POST":
        return _handle(request, None)
    form = NoticeForm(author=request.user, initial={"space": request.GET.get("space", "")})
    return _editor(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_visible_notice(request.user, pk)
    if not may_edit(request.user, notice):
        raise PermissionDenied
    if request.method == "POST":
        return _handle(request, notice)
    return _editor(request, NoticeForm(author=request.user, entry=notice), notice)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice; its author and those who could have written it also see how many have confirmed."""
    found = get_visible_notice(request.user, pk)
    may_see_readers = can_see_readers(request.user, found)
    context = entry_page(request, found) | {
        "entry": found,
        "today": company_today(),
        "confirmed_at": Confirmation.objects.filter(notice=found, user=request.user)
        .values_list("at", flat=True)
        .first(),
        "is_asked": is_asked(request.user, found),
        "may_see_readers": may_see_readers,
        "standing": standing(found) if may_see_readers else None,
    }
    return render(request, "communities/notice.html", context)


@require_POST
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I have read it." """
    found = get_visible_notice(request.user, pk)
    confirm(actor=request.user, notice=found)
    messages.success(request, _("Thank you. Your confirmation is noted."))
    return redirect("/notices/" if request.POST.get("next") == "list" else found)


@require_safe
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has not confirmed yet (``?show=confirmed``: who has), unit by unit."""
    found = get_visible_notice(request.user, pk)
    if not can_see_readers(request.user, found):
        raise PermissionDenied
    confirmed = request.GET.get("show") == "confirmed"
    after = request.GET.get("after", "")
    last = int(after) if after.isdecimal() and len(after) < 16 else None
    rows, following = readers_page(found, confirmed=confirmed, after=last)
    query = f"?show={'confirmed' if confirmed else 'waiting'}"
    context = {
        "entry": found,
        "rows": rows,
        "confirmed": confirmed,
        "next": f"{query}&after={following}" if following else "",
        "standing": standing(found),
        "may_remind": found.is_valid and found.reminded_on != company_today(),
    }
    return render(request, "communities/notice_readers.html", context)


@require_POST
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those who have not confirmed once more."""
    found = get_visible_notice(request.user, pk)
    told = remind(actor=request.user, notice=found)
    if told is None:
        messages.info(request, _("They have been reminded today already. Tomorrow is soon enough."))
    else:
        text = ngettext("%(n)s person has been reminded.", "%(n)s people have been reminded.", told)
        messages.success(request, text % {"n": told})
    return redirect(f"/notices/{pk}/readers/")


def _handle(request: HttpRequest, stored: Notice | None) -> HttpResponse:
    form = NoticeForm(answered(request), author=request.user, entry=stored)
    if stored and request.POST.get("choice") == "theirs":
        return redirect(f"/notices/{stored.pk}/edit/")
    if not form.is_valid():
        return _editor(request, form, stored, status=422)
    try:
        POSTS.take_turn(request.user)
        saved = _revise(request, form, stored) if stored else _publish(request, form)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_editor(request, form, stored))
    except EditConflict as conflict:
        return conflict_page(request, form, conflict.current, f"/notices/{conflict.current.pk}/edit/")
    messages.success(request, _("Saved.") if stored else _("Published. Everybody it is for is told."))
    return redirect(saved)


def _publish(request: HttpRequest, form: NoticeForm) -> Notice:
    """The new notice; the same form sent twice makes one."""
    data = form.cleaned_data
    mine = Notice.objects.filter(author=request.user, submission=data["submission"])
    if data["submission"] and (sent := mine.first()):
        return sent
    fields = {name: data[name] for name in ("title", "body", "confirm_by", "expires_on", "submission")}
    written = Notice(kind=Notice.Kind.NOTICE, author=request.user, space=form.chosen_space(), **fields)
    try:
        return publish_notice(actor=request.user, notice=written, tags=data["tags"])
    except IntegrityError:
        if sent := mine.first():
            return sent
        raise BadRequest from None  # the number of somebody else's form


def _revise(request: HttpRequest, form: NoticeForm, stored: Notice) -> Notice:
    data = form.cleaned_data
    for name in ("title", "body", "confirm_by", "expires_on"):
        setattr(stored, name, data[name])
    version = data["version"] or stored.version
    return revise_notice(actor=request.user, notice=stored, tags=data["tags"], base_version=version)


def _editor(request: HttpRequest, form: NoticeForm, stored: Notice | None, *, status: int = 200) -> HttpResponse:
    if not stored and not form.spaces:
        raise PermissionDenied
    action = f"/notices/{stored.pk}/edit/" if stored else "/notices/new/"
    context = {"form": form, "entry": stored, "action_url": action}
    return render(request, "communities/notice_write.html", context, status=status)
