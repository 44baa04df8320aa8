from django.db import connection
from django.db.models import Q, QuerySet

from sns.notifications.models import TO_OUTSIDERS, Notification, Verb
from sns.people.models import User
from sns.spaces.queries import space_ids

CAP = 100


def count_unread(user: User) -> int:
    """Unread lines of the bell, counted up to 100."""
    if not user.is_authenticated:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM notifications_notification"
            " WHERE user_id = %s AND read_at IS NULL LIMIT %s) unread",
            [user.pk, CAP],
        )
        return cursor.fetchone()[0]


def lines_for(user: User) -> QuerySet[Notification]:
    """The person's lines, newest first: of entries and spaces that he may know of now, of what was withdrawn from
    him, and what was told to him as somebody outside of the space."""
    mine = space_ids(user)
    readable = Q(entry__published_at__isnull=False, entry__withdrawn_at__isnull=True, entry__space_id__in=mine)
    about_space = Q(space_id__in=mine) | Q(space__isnull=False, verb__in=TO_OUTSIDERS)
    lines = Notification.objects.filter(user=user).filter(readable | about_space | Q(verb=Verb.REMOVED))
    return lines.select_related("actor", "entry__space", "space").order_by("-at", "-id")
