"""Notices of the tests, through the real actions."""

from datetime import timedelta

from communities.actions.notices import publish_notice
from communities.models import Notice
from communities.models.notice import company_today
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import company_space


def make_notice(author: User, title: str = "年末の停電", space: Space | None = None, days: int = 5, **fields) -> Notice:
    """To be confirmed within ``days``, valid for a month after."""
    confirm_by = company_today() + timedelta(days=days)
    notice = Notice(
        kind=Notice.Kind.NOTICE,
        author=author,
        space=space or company_space(),
        title=title,
        body=fields.pop("body", "12月29日は終日停電します。"),
        confirm_by=confirm_by,
        expires_on=confirm_by + timedelta(days=30),
        **fields,
    )
    return publish_notice(actor=author, notice=notice)
