"""Tags: two spellings of one thing become one tag."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from sns.entries.models import Tag
from sns.entries.tagging import merge_tags
from sns.ops.admin.acts import Act, ActsMixin
from sns.ops.admin.base import ReadOnlyAdmin


class MergeForm(forms.Form):
    into = forms.CharField(
        label=_("Name of the tag that stays"), max_length=50,
        help_text=_("All posts and followers of this tag go over to it; a link to this tag's page no longer works."),
    )  # fmt: skip

    def clean_into(self) -> Tag:
        tag = Tag.objects.filter(name=Tag.fold(self.cleaned_data["into"])).first()
        if tag is None:
            raise ValidationError(_("There is no tag of this name."))
        return tag


def _merge(request, tag, data) -> None:
    if data["into"].pk == tag.pk:
        raise ValidationError(_("This is the tag itself. Please name another one."))
    for community in Community.objects.filter(tags=tag):
        community.tags.add(data["into"])
    merge_tags(actor=request.user, tag=tag, into=data["into"])


MERGE = Act(
    name="merge",
    label=_("Merge into another tag"),
    explanation=_("For two spellings of the same thing. The texts themselves are not changed."),
    done=_("The tags are merged."),
    run=_merge,
    fits=lambda request, tag: True,
    form=MergeForm,
)


@admin.register(Tag)
class TagAdmin(ActsMixin, ReadOnlyAdmin):
    acts = (MERGE,)
    list_display = ["label", "name"]
    search_fields = ["name__startswith"]
    search_help_text = _("Beginning of the tag")
    sortable_by = ("name",)
    fields = ["label", "name", "used"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, Tag.fold(search_term))

    @admin.display(description=_("posts"))
    def used(self, tag):
        return tag.entry_tags.count()
