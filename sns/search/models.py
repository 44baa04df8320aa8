from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchTerm(models.Model):
    """How often a text was searched for on one day, and how often in vain. Nobody's name is kept with it."""

    day = models.DateField(_("day"))
    term = models.CharField(_("search term"), max_length=60, help_text=_("Folded: one width, small letters, hiragana."))
    searches = models.PositiveIntegerField(_("searches"), default=0)
    in_vain = models.PositiveIntegerField(_("without a result"), default=0)

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        constraints = [
            # Counting in one statement; the report of a month and the purge go by the day.
            models.UniqueConstraint(name="search_term_once_a_day", fields=["day", "term"]),
        ]

    def __str__(self):
        return self.term
