"""Files people have uploaded: who, how much, used where. What is in them stays behind the space rule."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from sns.core.formats import filesize_text
from sns.entries.models import EntryUpload, Upload
from sns.ops.admin.base import ReadOnlyAdmin, change_url, link
from sns.ops.admin.searching import people_found


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "uploader", "content_type", "bytes", "used_in", "created_at"]
    list_filter = ["created_at"]
    list_select_related = ["owner"]
    search_fields = ["id"]
    search_help_text = _("Owner: beginning of name, handle or address")
    fields = ["name", "uploader", "content_type", "bytes", "width", "height", "used_in", "created_at"]

    def get_queryset(self, request):
        uses = EntryUpload.objects.only("upload_id", "entry_id")
        return super().get_queryset(request).prefetch_related(Prefetch("uses", uses))

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(owner_id__in=people_found(search_term)), False

    @admin.display(description=_("owner"))
    def uploader(self, upload):
        return link(change_url("people.user", upload.owner_id), upload.owner)

    @admin.display(description=_("size"))
    def bytes(self, upload):
        return filesize_text(upload.size)

    @admin.display(description=_("used in"))
    def used_in(self, upload):
        uses = [(change_url("entries.entry", use.entry_id), use.entry_id) for use in upload.uses.all()]
        return format_html_join(", ", '<a href="{}">#{}</a>', uses) or _("nowhere")
