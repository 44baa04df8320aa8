from django.utils.functional import SimpleLazyObject

from sns.notifications.queries import count_unread


class UnreadCount:
    """Give every request ``unread_count``, the bell's number; it is read when a page shows it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.unread_count = SimpleLazyObject(lambda: count_unread(request.user))
        return self.get_response(request)
