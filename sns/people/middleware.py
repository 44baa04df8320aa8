"""Everything in the reader's language and time zone."""

import zoneinfo

from django.utils import timezone, translation


class ReaderLocale:
    """Use the logged-in person's language and time zone; LocaleMiddleware has chosen for everybody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        else:
            timezone.deactivate()
        return self.get_response(request)
