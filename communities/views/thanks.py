"""Thanks: reading them, giving one, putting a private one away."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import thanks as actions
from communities.forms.thanks import ThankForm
from communities.models import PrivateThank, Thank
from communities.queries.thanks import get_visible_thank, private_page, thanks_page
from sns.core.paging import Cursor, cut
from sns.core.ratelimit import POSTS, TooFast
from sns.discussion.page import entry_page
from sns.people.models import User

PAGE_SIZE = 20
TABS = ("all", "received", "sent", "private")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Thanks the reader may read; ``?show=`` received, sent, private."""
    show = request.GET.get("show") if request.GET.get("show") in TABS else "all"
    before = Cursor.decode(request.GET.get("before"))
    if show == "private":
        found = private_page(request.user, before, PAGE_SIZE + 1)
        page = cut(found, PAGE_SIZE, key=lambda thank: (thank.created_at, thank.pk))
    else:
        found = thanks_page(request.user, show, before, PAGE_SIZE + 1)
        page = cut(found, PAGE_SIZE, key=lambda thank: (thank.published_at, thank.pk))
    context = {"show": show, "thanks": page.rows, "next": page.next}
    if request.htmx and before:
        return render(request, "communities/thank_lines.html", context)
    return render(request, "communities/thanks.html", context | {"tabs": _tabs(show)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say thank you; ``?to=`` is a person's handle, ``?team=`` a team's number."""
    if request.method == "POST":
        return _give(request)
    to = User.objects.colleagues().exclude(pk=request.user.pk).filter(handle=request.GET.get("to", "")).first()
    initial = {"person": to.handle if to else "", "team": request.GET.get("team", "")}
    return _show(request, ThankForm(giver=request.user, initial=initial))


@require_safe
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_thank(request.user, pk)
    return render(request, "communities/thank.html", entry_page(request, found) | {"entry": found})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Put private thanks away; only their receiver knows this address."""
    found = get_object_or_404(PrivateThank, pk=pk, receiver=request.user)
    actions.put_away(actor=request.user, thank=found)
    messages.success(request, _("It is put away."))
    return redirect("/thanks/?show=private")


def _give(request: HttpRequest) -> HttpResponse:
    form = ThankForm(request.POST, giver=request.user)
    if not form.is_valid():
        return _show(request, form, status=422)
    if sent := form.sent_before():
        return _done(request, sent)
    try:
        POSTS.take_turn(request.user)
        return _done(request, _write(request.user, form))
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_show(request, form))
    except actions.QuotaReached:
        text = ngettext(
            "You have given %(n)s word of thanks this month, which is all there are. Your text stays here; from the 1st there are new ones. Or simply tell them: that works without Engawa too.",  # noqa: E501
            "You have given %(n)s words of thanks this month, which is all there are. Your text stays here; from the 1st there are new ones. Or simply tell them: that works without Engawa too.",  # noqa: E501
            settings.THANKS_PER_MONTH,
        )
        form.add_error(None, text % {"n": settings.THANKS_PER_MONTH})
        return _show(request, form, status=422)
    except IntegrityError:
        if sent := form.sent_before():
            return _done(request, sent)
        raise BadRequest from None  # the number of somebody else's form


def _write(user: User, form: ThankForm) -> Thank | PrivateThank:
    if not form.is_private():
        return actions.give_thanks(actor=user, thank=form.thank())
    data = form.cleaned_data
    return actions.give_private_thanks(
        actor=user, receiver=form.receiver, note=data["note"], value=data.get("value"), submission=data["submission"]
    )


def _done(request: HttpRequest, given: Thank | PrivateThank) -> HttpResponse:
    messages.success(request, _("Your thanks are on their way."))
    return redirect("/thanks/?show=private" if isinstance(given, PrivateThank) else given)


def _show(request: HttpRequest, form: ThankForm, *, status: int = 200) -> HttpResponse:
    if form["person"].value() and not form.candidates:
        form.leave_out_teams()
    handle = form["person"].value() or (form.receiver.handle if form.receiver else "")
    context = {
        "form": form,
        "chosen": User.objects.colleagues().filter(handle=handle).first() if handle else None,
        "left": actions.thanks_left(request.user),
        "limit": settings.THANKS_PER_MONTH,
    }
    return render(request, "communities/thank_write.html", context, status=status)


def _tabs(show: str) -> list[tuple[str, str, bool]]:
    labels = {"all": _("Everybody's"), "received": _("Received"), "sent": _("Given"), "private": _("Private")}
    return [("/thanks/" if name == "all" else f"?show={name}", label, name == show) for name, label in labels.items()]
