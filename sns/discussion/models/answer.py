from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.discussion.models.comment import Comment


class BestAnswer(models.Model):
    """The comment that answered a question, in the words of who asked (or of a moderator)."""

    entry = models.OneToOneField(
        "entries.Entry", models.CASCADE, primary_key=True, related_name="best_answer", verbose_name=_("question")
    )
    comment = models.OneToOneField(Comment, models.CASCADE, related_name="answers", verbose_name=_("answer"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )
    at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("best answer")
        verbose_name_plural = _("best answers")

    def __str__(self):
        return f"{self.entry_id}: {self.comment_id}"
