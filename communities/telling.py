"""Jobs that tell many people at once; actions hand them over so that nobody waits for it."""

from procrastinate.contrib.django import app

from communities.models import Notice
from communities.queries.notices import audience
from sns.notifications.actions import notify
from sns.notifications.models import Verb


@app.task
def tell_of_notice(*, notice_id: int) -> None:
    """Tell everybody a notice asks; nothing when it has been withdrawn since."""
    notice = Notice.objects.live().select_related("author", "space").filter(pk=notice_id).first()
    if notice is not None:
        tell_readers(notice)


def tell_readers(notice: Notice, *, mail: bool = True) -> list[int]:
    """The same at once; returns the ids of those told."""
    return notify(
        actor=notice.author,
        verb=Verb.NOTICE,
        entry=notice,
        to=audience(notice).values_list("pk", flat=True),
        path=notice.get_absolute_url(),
        excerpt=notice.excerpt,
        at=notice.published_at,
        mail=mail,
    )
