"""Thanks of the tests, through the real actions."""

from communities.actions.thanks import give_thanks
from communities.models import Thank
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import company_space


def make_thank(
    giver: User,
    receiver: User | None = None,
    team: Space | None = None,
    space: Space | None = None,
    note: str = "助かりました。",
    at=None,
) -> Thank:
    thank = Thank(
        kind=Thank.Kind.THANK,
        author=giver,
        receiver=receiver,
        team=team,
        space=space or company_space(),
        title=f"{receiver or team}へ",
        body=note,
    )
    return give_thanks(actor=giver, thank=thank, at=at)
