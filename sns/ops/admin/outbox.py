"""Mail that waits and summaries that went out: to whom and when, not what stands in them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sns.notifications.models import Digest, PendingMail
from sns.ops.admin.base import ReadOnlyAdmin, badge, change_url, link

TONES = {Digest.State.SENT: "moss", Digest.State.WAITING: "gold", Digest.State.CLAIMED: "indigo"}


@admin.register(PendingMail)
class PendingMailAdmin(ReadOnlyAdmin):
    """A row that has been "being sent" for long belongs to a worker that died: it is forgotten after two weeks."""

    list_display = ["person", "verb", "created_at", "due_at", "claimed_at", "sending_at"]
    list_filter = ["verb"]
    list_select_related = ["user"]
    search_fields = ["user__email__istartswith", "user__handle__istartswith"]
    search_help_text = _("Beginning of the address or handle")
    fields = list_display

    @admin.display(description=_("person"))
    def person(self, mail):
        return link(change_url("people.user", mail.user_id), mail.user)


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ["person", "day", "status", "since", "done_at"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["user__email__istartswith", "user__handle__istartswith"]
    search_help_text = _("Beginning of the address or handle")
    fields = list_display

    @admin.display(description=_("person"))
    def person(self, digest):
        return link(change_url("people.user", digest.user_id), digest.user)

    @admin.display(description=_("state"))
    def status(self, digest):
        return badge(digest.get_state_display(), TONES.get(digest.state, ""))
