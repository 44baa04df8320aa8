"""What the editor saves by itself every few seconds; it never publishes and readers never see it."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blogs import actions
from blogs.forms import PostForm
from blogs.models import Post
from blogs.queries.posts import find_submission, get_editable_post, linked_entries, same_text
from sns.core.formats import iso
from sns.core.ratelimit import AUTOSAVES, TooFast
from sns.publishing import EditConflict


@require_POST
def autosave(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Save the form as it is now: a new or existing draft, or a working copy beside what is published."""
    number = request.POST.get("submission")
    post = get_editable_post(request.user, pk) if pk else find_submission(request.user, number)
    linked = linked_entries(request.user, request.POST.get("body", ""), settings.ALLOWED_HOSTS)
    form = PostForm(request.POST, author=request.user, post=post, linked=linked, intent="autosave")
    form.is_valid()  # whatever is wrong with other fields waits for the person; the text must fit
    if error := _refusal(form):
        return JsonResponse({"error": error}, status=422)
    try:
        AUTOSAVES.take_turn(request.user)
        return _answer(_keep(request, form, post))
    except TooFast as brake:
        return brake.mark(JsonResponse({"error": brake.message}))
    except EditConflict as conflict:
        if same_text(conflict.current, form.manuscript()):  # its answer was lost on the way
            return _answer(conflict.current)
        url = f"/posts/{conflict.current.pk}/edit/"
        return JsonResponse({"conflict": True, "edit_url": url}, status=409)
    except IntegrityError:
        post = find_submission(request.user, number)
        if post is None:
            raise BadRequest from None  # the number of somebody else's form
        return _answer(post)


def _refusal(form: PostForm) -> str:
    if "body" in form.errors:
        return form.errors["body"][0]
    if not form.data.get("title", "").strip() and not form.cleaned_data["body"].strip():
        return _("There is nothing to save yet. Please write a title or a text.")
    return ""


def _keep(request: HttpRequest, form: PostForm, post: Post | None):
    version, manuscript = form.cleaned_data.get("version"), form.manuscript()
    if post is None:
        post = actions.new_post(author=request.user, submission=form.cleaned_data.get("submission"))
        return actions.keep_draft(actor=request.user, post=post, manuscript=manuscript)
    version = version or 1
    if not (post.published_at or post.publish_at):
        return actions.keep_draft(actor=request.user, post=post, manuscript=manuscript, base_version=version)
    if version != post.version:
        raise EditConflict(post)
    fields = _fields(request.POST)
    actions.keep_working_copy(actor=request.user, post=post, fields=fields, base_version=version)
    return post


def _fields(data: QueryDict) -> dict[str, str | list[str]]:
    names = set(PostForm.base_fields) - {"version", "submission"}
    return {name: data.getlist(name) if name == "categories" else data[name] for name in names & set(data)}


def _answer(post) -> JsonResponse:
    return JsonResponse(
        {
            "version": post.version,
            "saved_at": iso(timezone.now()),
            "draft_url": f"/posts/{post.pk}/edit/",
            "autosave_url": f"/posts/{post.pk}/draft/",
        }
    )
