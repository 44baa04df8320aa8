from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry

DEPTH_MAX = 5


class Page(Entry):
    """A page of a community's handbook. Its members write it together; ``author`` is who began it.

    The pages of one community are a tree of at most DEPTH_MAX levels; siblings stand in the order of ``position``.
    """

    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("page above")
    )
    position = models.PositiveIntegerField(_("place among its neighbours"), default=0)
    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip

    # Somebody may move the page while another writes: saving the text must not put it back.
    counters = Entry.counters | {"parent", "position"}

    class Meta:
        verbose_name = _("handbook page")
        verbose_name_plural = _("handbook pages")
        constraints = [
            # Longer circles are kept out by place_page(), which holds the community's row while it looks.
            models.CheckConstraint(name="communities_page_not_its_own_parent", condition=~Q(parent=F("entry_ptr"))),
        ]
