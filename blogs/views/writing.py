"""The editor's page: a new post or one's own, saved, scheduled, published or previewed by one form."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from blogs import actions
from blogs.forms import PostForm, blank, initial_of
from blogs.models import Post
from blogs.queries.audiences import audiences_of
from blogs.queries.posts import (
    find_submission,
    get_editable_post,
    linked_entries,
    relations_of,
    same_text,
)
from blogs.skeletons import SKELETONS, find_skeleton
from sns.core.formats import datetime_text
from sns.core.ratelimit import AUTOSAVES, POSTS, PREVIEWS, TooFast
from sns.discussion.similar import similar
from sns.entries.conflict import answered, conflict_page
from sns.entries.forms import typed_tags
from sns.entries.models import WorkingCopy
from sns.entries.models.entry import BODY_MAX
from sns.entries.rendering import render as render_text
from sns.publishing import EditConflict

INTENTS = ("publish", "schedule", "draft", "preview")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty editor; ``?template=`` starts from guiding words, ``?about=`` from the entry it speaks of.

    ``?space=`` chooses the audience: a community has a door to its members' posts.
    """
    if request.method == "POST":
        return _handle(request, None)
    initial = blank(request.user)
    if skeleton := find_skeleton(request.GET.get("template")):
        initial |= {"title": skeleton.title(), "body": skeleton.body(), "flavour": skeleton.flavour}
    if (about := request.GET.get("about", "")).isdecimal() and len(about) < 12:
        initial["body"] = f"/entries/{int(about)}/\n\n{initial.get('body', '')}"
    if any(str(space.pk) == request.GET.get("space") for space in audiences_of(request.user)):
        initial["audience"] = request.GET["space"]
    return _editor(request, PostForm(initial=initial, author=request.user), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor of one's own post; ``?copy=1`` opens what was typed last time and not published."""
    post = get_editable_post(request.user, pk)
    if request.method == "POST":
        return _handle(request, post)
    copy = WorkingCopy.objects.filter(entry_id=pk, editor=request.user).first()
    initial = initial_of(post, typed_tags(post), relations_of(post))
    if copy and "copy" in request.GET:
        initial |= {name: value for name, value in copy.fields.items() if name in PostForm.base_fields}
        initial["version"] = copy.base_version
    linked = linked_entries(request.user, str(initial["body"]), settings.ALLOWED_HOSTS)
    form = PostForm(initial=initial, author=request.user, post=post, linked=linked)
    return _editor(request, form, post, copy=copy)


@require_POST
def drop_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away what was typed last time and not published."""
    actions.drop_working_copy(actor=request.user, post=get_editable_post(request.user, pk))
    return redirect(f"/posts/{pk}/edit/")


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers would see it, as a fragment."""
    try:
        PREVIEWS.take_turn(request.user)
    except TooFast as brake:
        return brake.mark(HttpResponse(brake.message, content_type="text/plain; charset=utf-8"))
    html = _rendered(request, request.POST.get("body", ""))
    return render(request, "blogs/_preview.html", {"html": html})


def _handle(request: HttpRequest, post: Post | None) -> HttpResponse:
    data, intent = answered(request), _intent(request)
    post = post or find_submission(request.user, data.get("submission"))
    linked = linked_entries(request.user, data.get("body", ""), settings.ALLOWED_HOSTS)
    form = PostForm(data, author=request.user, post=post, linked=linked, intent=intent)
    if data.get("choice") == "theirs" and post:
        actions.drop_working_copy(actor=request.user, post=post)
        return redirect(f"/posts/{post.pk}/edit/")
    if not form.is_valid():
        return _editor(request, form, post, status=422)
    if intent == "preview":
        found = similar(request.user, form.cleaned_data["title"], but=post.pk if post else None)
        return _editor(request, form, post, preview=_rendered(request, form.cleaned_data["body"]), similar=found)
    return _save(request, form, post, intent)


def _save(request: HttpRequest, form: PostForm, post: Post | None, intent: str) -> HttpResponse:
    first = post is None or post.published_at is None
    try:
        (AUTOSAVES if intent == "draft" else POSTS).take_turn(request.user)
        saved = _write(request, form, post, intent)
    except TooFast as brake:
        form.add_error(None, brake.message)
        return brake.mark(_editor(request, form, post))
    except EditConflict as conflict:
        return conflict_page(request, form, conflict.current, f"/posts/{conflict.current.pk}/edit/", intent)
    except IntegrityError:
        # The same form at the same moment (a double click): the other request has made the post.
        saved = find_submission(request.user, form.data.get("submission"))
        if saved is None:
            raise BadRequest from None  # the number of somebody else's form
    return _done(request, saved, first)


def _write(request: HttpRequest, form: PostForm, post: Post | None, intent: str) -> Post:
    version, manuscript = form.cleaned_data["version"], form.manuscript()
    if post and version is None:  # a new post's form, sent once more
        if post.published_at and same_text(post, manuscript):
            return post
        version = 1
    if post is None:
        post = actions.new_post(author=request.user, submission=form.cleaned_data["submission"])
    if post.published_at:
        intent = "publish"  # what readers see is no draft again; autosave keeps unfinished changes
    write = {"publish": actions.bring_out, "schedule": actions.schedule, "draft": actions.keep_draft}[intent]
    try:
        return write(actor=request.user, post=post, manuscript=manuscript, base_version=version)
    except EditConflict as conflict:
        if not same_text(conflict.current, manuscript):
            raise
        stored = conflict.current.version
        return write(actor=request.user, post=post, manuscript=manuscript, base_version=stored)


def _intent(request: HttpRequest) -> str:
    intent = request.POST.get("intent", "")
    return intent if intent in INTENTS else "draft"


def _rendered(request: HttpRequest, body: str) -> str:
    return render_text(body[:BODY_MAX], prefix="preview", space=None, author=request.user).html


def _done(request: HttpRequest, post: Post, first: bool) -> HttpResponse:
    if post.published_at:
        messages.success(request, _("Published.") if first else _("Saved."))
        return redirect(post)
    if post.publish_at:
        when = datetime_text(post.publish_at)
        messages.success(request, _("It will be published on %(when)s.") % {"when": when})
        return redirect("drafts")
    messages.success(request, _("Saved as a draft. Only you can see it."))
    return redirect(f"/posts/{post.pk}/edit/")


def _editor(request, form: PostForm, post: Post | None, *, status=200, copy=None, **context) -> HttpResponse:
    saved_at = copy.saved_at if copy else (post.updated_at if post else None)
    context |= {
        "form": form,
        "post": post,
        "copy": copy,
        "skeletons": SKELETONS if post is None else (),
        "autosave_url": f"/posts/{post.pk}/draft/" if post else "/drafts/",
        "action_url": f"/posts/{post.pk}/edit/" if post else "/posts/new/",
        "saved_at": saved_at,
    }
    return render(request, "blogs/write.html", context, status=status)
