from sns.notifications.models.lines import IMPERSONAL, TO_OUTSIDERS, Notification, Verb, Watch
from sns.notifications.models.outbox import Digest, PendingMail
from sns.notifications.models.wishes import MailTimes, Preference, SpaceLevel

__all__ = [
    "IMPERSONAL",
    "TO_OUTSIDERS",
    "Digest",
    "MailTimes",
    "Notification",
    "PendingMail",
    "Preference",
    "SpaceLevel",
    "Verb",
    "Watch",
]
