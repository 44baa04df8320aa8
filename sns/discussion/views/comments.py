"""Comments: write, answer, edit, remove; pages without JavaScript, fragments with htmx."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from sns.core.markup import quote
from sns.core.ratelimit import COMMENTS, TooFast
from sns.discussion.actions import CommentConflict, add_comment, edit_comment, remove_comment
from sns.discussion.answers import can_choose_answer, set_best_answer
from sns.discussion.closing import closure_of, is_closed
from sns.discussion.forms import CommentForm, ReasonForm
from sns.discussion.models import Comment
from sns.discussion.permissions import can_edit_comment, can_remove_comment
from sns.discussion.queries import best_answer, page_of, thread
from sns.entries.models import Entry
from sns.entries.queries import get_visible_entry
from sns.people.models import User
from sns.spaces.permissions import can_moderate


def get_visible_comment(user: User, pk: int) -> Comment:
    """The comment if the person may read its entry; 404 otherwise."""
    try:
        comments = Comment.objects.visible_to(user).select_related("entry__space", "entry__author", "author")
        return comments.get(pk=pk)
    except Comment.DoesNotExist:
        raise Http404 from None


def comment(request, pk: int):
    """The permalink: leads to the page of the thread that holds the comment."""
    found = get_visible_comment(request.user, pk)
    page = page_of(found)
    query = f"?comments={page}" if page > 1 else ""
    return redirect(f"{found.entry.get_absolute_url()}{query}#comment-{found.pk}")


@require_POST
def comments(request, pk: int):
    """Add a comment to an entry."""
    entry = get_visible_entry(request.user, pk)
    return _add(request, entry, None, "discussion/_form.html")


def reply(request, pk: int):
    """Answer a comment; ``?quote=1`` begins with its words. A reply to a reply stays on the second level."""
    parent = get_visible_comment(request.user, pk)
    if is_closed(parent.entry):
        raise PermissionDenied
    if request.method == "POST":
        return _add(request, parent.entry, parent, "discussion/_reply.html")
    lead = quote(parent.body) + "\n\n" if request.GET.get("quote") and not parent.removed_at else ""
    form = CommentForm(initial={"body": lead}, placeholder=_("Your answer"), auto_id=f"reply_{pk}_%s")
    return _show(request, "discussion/_reply.html", {"form": form, "comment": parent, "entry": parent.entry})


def menu(request, pk: int):
    """What the reader may do with a comment; a fragment for htmx, a page otherwise."""
    found = get_visible_comment(request.user, pk)
    if found.removed_at:
        raise Http404
    context = {
        "comment": found,
        "may_edit": can_edit_comment(request.user, found),
        "may_remove": can_remove_comment(request.user, found),
    }
    return render(request, "discussion/_menu.html" if request.htmx else "discussion/menu.html", context)


def edit(request, pk: int):
    found = get_visible_comment(request.user, pk)
    if not can_edit_comment(request.user, found):
        raise PermissionDenied
    initial = {"body": found.body, "version": found.version}
    form = CommentForm(request.POST or None, initial=initial, auto_id=f"edit_{pk}_%s")
    context = {"form": form, "comment": found, "entry": found.entry}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            edit_comment(actor=request.user, comment=found, body=form.cleaned_data["body"], base_version=version)
        except CommentConflict as conflict:
            context |= {"stored": conflict.current, "form": _rebased(request, conflict.current)}
            return _show(request, "discussion/_edit.html", context, status=409)
        return _show_thread(request, found)
    return _show(request, "discussion/_edit.html", context)


def remove(request, pk: int):
    """Ask, then remove; an administrator must give the author a reason."""
    found = get_visible_comment(request.user, pk)
    if not can_remove_comment(request.user, found):
        raise PermissionDenied
    needs_reason = found.author_id != request.user.pk
    form = ReasonForm(request.POST or None) if needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        remove_comment(actor=request.user, comment=found, reason=form.cleaned_data["reason"] if form else "")
        return redirect(found)
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/remove.html", {"comment": found, "form": form}, status=status)


@require_POST
def best(request, pk: int):
    """Whoever asked says that this comment was the answer (``on=1``), or that it was not after all."""
    found = get_visible_comment(request.user, pk)
    on = request.POST.get("on") == "1"
    set_best_answer(actor=request.user, comment=found, on=on)
    messages.success(request, _("Marked as the best answer.") if on else _("The mark is gone."))
    return redirect(found)


def thread_page(request, pk: int):
    """One page of an entry's comments, asked for by htmx; a browser is led to the entry."""
    entry = get_visible_entry(request.user, pk)
    page = page_number(request)
    if not request.htmx:
        return redirect(f"{entry.get_absolute_url()}?comments={page}#comments")
    return render(request, "discussion/_thread.html", thread_context(request, entry))


def thread_context(request, entry: Entry) -> dict:
    """What ``discussion/_thread.html`` needs: the page of comments asked for and an empty form."""
    asked = entry.flavour == Entry.Flavour.QUESTION
    return {
        "entry": entry,
        "thread": thread(entry, request.user, page_number(request)),
        "comment_form": CommentForm(),
        "closure": closure_of(entry),
        "archived": entry.space.is_archived,
        "best_answer": best_answer(entry, request.user) if asked else None,
        "may_choose": can_choose_answer(request.user, entry),
        "may_moderate": can_moderate(request.user, entry.space),
    }


def page_number(request) -> int:
    """The page of comments asked for; 1 for nonsense."""
    asked = request.GET.get("comments", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _add(request, entry: Entry, parent: Comment | None, template: str):
    # Ids of their own: the page may hold the form of a new comment as well.
    auto_id, placeholder = (f"reply_{parent.pk}_%s", _("Your answer")) if parent else ("id_%s", "")
    form = CommentForm(request.POST, placeholder=placeholder, auto_id=auto_id)
    context = {"form": form, "comment": parent, "entry": entry}
    if not form.is_valid():
        return _show(request, template, context, status=422)
    try:
        COMMENTS.take_turn(request.user)
    except TooFast as brake:
        form.add_error("body", brake.message)
        return brake.mark(_show(request, template, context, status=429))
    data = form.cleaned_data
    written = add_comment(
        actor=request.user, entry=entry, body=data["body"], parent=parent, submission=data["submission"]
    )
    return _show_thread(request, written)


def _show(request, template: str, context: dict, status: int = 200):
    """A form as a fragment for htmx, as a page of its own otherwise; nothing typed is lost either way."""
    if request.htmx and status == 200:
        return render(request, template, context)
    if request.htmx:
        # htmx swaps 422 alone of the errors; the form takes its own place again, not the thread's.
        return reswap(retarget(render(request, template, context, status=422), "closest form"), "outerHTML")
    return render(request, "discussion/form_page.html", context | {"fragment": template}, status=status)


def _show_thread(request, written: Comment):
    if not request.htmx:
        return redirect(written)
    entry = get_visible_entry(request.user, written.entry_id)
    context = thread_context(request, entry) | {"fresh": written.pk, "with_form": True}
    context["thread"] = thread(entry, request.user, page_of(written))
    return render(request, "discussion/_thread.html", context)


def _rebased(request, current: Comment) -> CommentForm:
    """The form with the text just typed, now based on what is stored."""
    data = request.POST.copy()
    data["version"] = current.version
    return CommentForm(data, auto_id=f"edit_{current.pk}_%s")
