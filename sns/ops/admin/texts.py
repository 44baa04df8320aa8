"""What people wrote: looked at, withdrawn with a reason and restored, never edited."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sns.discussion.models import Comment, Reaction
from sns.entries.models import Entry
from sns.ops.admin.acts import ActsMixin
from sns.ops.admin.base import ReadOnlyAdmin, badge, change_url, link, list_url
from sns.ops.admin.filters import AudienceFilter, RemovedFilter, WithdrawnFilter
from sns.ops.admin.searching import number_in, people_found, titles_found
from sns.ops.admin.text_acts import OPEN, REMOVE_COMMENT, RESTORE, RESTORE_COMMENT, WITHDRAW
from sns.ops.moderation import Access, access_to, flags_of, is_open
from sns.spaces.models import Space
from sns.spaces.queries import space_ids


class TextAdmin(ActsMixin, ReadOnlyAdmin):
    """Texts are shown by the rule of ``sns.ops.moderation``; in lists only those of one's own spaces."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        text = self.get_object(request, object_id)
        context = {"text_panel": text_panel(request, text) if text else "", **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def name_of(self, request, obj):
        return str(obj) if is_open(request, obj) else f"#{obj.pk}"

    def get_list_display(self, request):
        # A list's columns do not know who looks; these do.
        mine = frozenset(space_ids(request.user))

        @admin.display(description=_("text"))
        def words(text):
            entry = text.entry if isinstance(text, Comment) else text
            return str(text) if entry.space_id in mine else f"#{text.pk}"

        @admin.display(description=_("audience"))
        def audience(text):
            space = (text.entry if isinstance(text, Comment) else text).space
            return space.name if space.pk in mine else badge(f"{space.name} · {space.get_kind_display()}", "gold")

        return [words, "written_by", audience, *super().get_list_display(request)]

    @admin.display(description=_("reactions"))
    def reactions(self, text):
        counts = [
            f"{kind.label} {text.reaction_counts[kind]}" for kind in Reaction.Kind if text.reaction_counts.get(kind)
        ]
        return " · ".join(counts) or None

    @admin.display(description=_("author"))
    def written_by(self, text):
        return link(change_url("people.user", text.author_id), text.author)


def text_panel(request: HttpRequest, text: Entry | Comment) -> str:
    """The text as its readers see it, or why it is not shown; with the reports of it."""
    context = {
        "text": text,
        "shown": is_open(request, text),
        "never": access_to(request.user, text) is Access.NEVER,
        "reports": flags_of(text).select_related("user").order_by("-id")[:20],
    }
    return render_to_string("ops/_text.html", context, using="jinja2")


@admin.register(Entry)
class EntryAdmin(TextAdmin):
    acts = (OPEN, WITHDRAW, RESTORE)
    list_display = ["published_at", "state", "comment_count", "reader_count"]
    list_filter = [WithdrawnFilter, ("space__kind", AudienceFilter), "flavour", "published_at"]
    list_select_related = ["author", "space"]
    search_fields = ["id"]
    search_help_text = _(
        "Number, author (beginning of name, handle or address), or words in the newest 20,000 titles of your spaces"
    )
    fields = [
        "kind", "flavour", "audience", "written_by", "published_at", "updated_at", "versions", "state",
        "withdrawn_at", "withdrawn_by", "withdrawn_reason", "comments_link", "reactions", "reader_count",
    ]  # fmt: skip

    def get_queryset(self, request):
        """Published ones; drafts and what is meant for oneself are nobody else's business."""
        published = super().get_queryset(request).filter(published_at__isnull=False)
        return published.exclude(space__kind=Space.Kind.PERSONAL).defer("body", "body_html")

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        of_author = Q(author_id__in=people_found(search_term))
        named = Q(pk__in=[*titles_found(request.user, search_term), *number_in(search_term)])
        return queryset.filter(of_author | named), False

    @admin.display(description=_("state"))
    def state(self, entry):
        if entry.withdrawn_at is None:
            return badge(pgettext_lazy("state", "to be seen"), "moss")
        by_author = entry.withdrawn_by_id == entry.author_id
        return (
            badge(pgettext_lazy("state", "in the author's trash"))
            if by_author
            else badge(pgettext_lazy("state", "withdrawn"), "persimmon")
        )

    @admin.display(description=_("audience"))
    def audience(self, entry):
        return f"{entry.space.name} · {entry.space.get_kind_display()}"

    @admin.display(description=_("saved versions"))
    def versions(self, entry):
        return entry.revisions.count()

    @admin.display(description=_("comments"))
    def comments_link(self, entry):
        return link(list_url("discussion.comment", f"entry={entry.pk}"), entry.comment_count)


@admin.register(Comment)
class CommentAdmin(TextAdmin):
    acts = (OPEN, REMOVE_COMMENT, RESTORE_COMMENT)
    list_display = ["created_at", "state"]
    list_filter = [RemovedFilter, "origin", "created_at"]
    list_select_related = ["author", "entry__space"]
    search_fields = ["id"]
    search_help_text = _("Number, or author (beginning of name, handle or address)")
    fields = [
        "entry_link", "audience", "written_by", "origin", "created_at", "edited_at", "version", "state", "removed_at",
        "removed_by", "removed_reason", "reactions",
    ]  # fmt: skip

    def get_queryset(self, request):
        shown = super().get_queryset(request).exclude(entry__space__kind=Space.Kind.PERSONAL)
        return shown.filter(entry__published_at__isnull=False).defer(
            "body", "body_html", "entry__body", "entry__body_html"
        )

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        of_author = Q(author_id__in=people_found(search_term))
        return queryset.filter(of_author | Q(pk__in=number_in(search_term))), False

    @admin.display(description=_("state"))
    def state(self, comment):
        return (
            badge(pgettext_lazy("state", "removed"), "persimmon")
            if comment.removed_at
            else badge(pgettext_lazy("state", "to be seen"), "moss")
        )

    @admin.display(description=_("audience"))
    def audience(self, comment):
        return f"{comment.entry.space.name} · {comment.entry.space.get_kind_display()}"

    @admin.display(description=_("entry"))
    def entry_link(self, comment):
        return link(change_url("entries.entry", comment.entry_id), f"#{comment.entry_id}")
