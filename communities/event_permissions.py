"""Who announces, answers and runs events. An archived community only remembers."""

from communities.models import Event
from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.permissions import can_moderate, role_in
from sns.spaces.queries import may_see


def can_announce_in(user: User, space: Space) -> bool:
    """Anybody announces to the whole company; in a community its members do."""
    if not user.is_active or space.is_archived:
        return False
    if space.kind == Space.Kind.COMPANY:
        return True
    return space.kind == Space.Kind.COMMUNITY and bool(role_in(user, space.pk))


def can_answer(user: User, event: Event) -> bool:
    """Whoever may read of it may come."""
    return event.is_live and not event.space.is_archived and may_see(user, event.space)


def can_edit_event(user: User, event: Event) -> bool:
    """A text belongs to who wrote it, and so do its time and place."""
    return user.pk == event.author_id and can_answer(user, event)


def can_run_event(user: User, event: Event) -> bool:
    """Cancel it, fix its date, note who came: its organiser and the moderators of the place."""
    if not can_answer(user, event):
        return False
    return user.pk == event.author_id or can_moderate(user, event.space)
