"""Blogs outside that may send trackbacks and to which ours go, and what became of those sent."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sns.links.models import OutgoingPing, TrackbackHost
from sns.links.pinging import REASONS
from sns.ops.admin.base import EngawaAdmin, ReadOnlyAdmin, badge

TONES = {OutgoingPing.State.SENT: "moss", OutgoingPing.State.FAILED: "persimmon"}


@admin.register(TrackbackHost)
class TrackbackHostAdmin(EngawaAdmin):
    list_display = ["host", "name", "receives", "sends", "is_internal"]
    list_filter = ["receives", "sends"]
    search_fields = ["host__startswith"]
    search_help_text = _("Beginning of the host")
    fields = ["host", "name", "receives", "sends", "is_internal"]


@admin.register(OutgoingPing)
class OutgoingPingAdmin(ReadOnlyAdmin):
    list_display = ["url", "entry_title", "shown_state", "attempts", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["entry"]
    search_fields = ["url__startswith"]
    search_help_text = _("Beginning of the address")
    fields = ["url", "entry_title", "shown_state", "shown_reason", "attempts", "created_at", "updated_at"]

    @admin.display(description=_("entry"))
    def entry_title(self, ping: OutgoingPing) -> str:
        return str(ping.entry)

    @admin.display(description=_("state"))
    def shown_state(self, ping: OutgoingPing) -> str:
        return badge(ping.get_state_display(), TONES.get(ping.state, ""))

    @admin.display(description=_("reason"))
    def shown_reason(self, ping: OutgoingPing) -> str:
        return str(REASONS.get(ping.reason, ping.reason))
