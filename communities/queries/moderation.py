"""What those who look after a community see: reports that wait, those that are settled, the record of acts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404

from communities.models import Community, IdeaDecision
from sns.audit.models import AuditEvent
from sns.core.paging import Cursor, Slice, below, cut
from sns.discussion.models import Comment, Flag
from sns.entries.models import Entry
from sns.people.models import User
from sns.spaces.models import SpaceMember

WAITING_MAX = 100
PAGE_SIZE = 30
# Why an administrator opened a text, and what people threw away themselves, is not the community's business.
NOT_SHOWN = ("comment.opened", "entry.opened", "entry.purged", "post.not_published", "record.exported")


@dataclass(slots=True)
class Case:
    """One text with all open reports of it; ``flag`` is the first of them."""

    flag: Flag
    flags: list[Flag] = field(default_factory=list)

    @property
    def entry(self) -> Entry:
        return self.flag.entry

    @property
    def comment(self) -> Comment | None:
        return self.flag.comment

    @property
    def author(self) -> User:
        return (self.comment or self.entry).author

    @property
    def is_gone(self) -> bool:
        """Somebody, mostly its author, has taken the text back since."""
        return not self.entry.is_live or bool(self.comment and self.comment.removed_at)


def reports_for(user: User, community: Community) -> QuerySet[Flag]:
    """Reports of a community that the person may decide on: not those of what he has written himself."""
    own = Q(comment__author=user) | Q(comment=None, entry__author=user)
    flags = Flag.objects.filter(entry__space_id=community.pk).exclude(own)
    return flags.select_related("user", "settled_by", "entry__author", "entry__space", "comment__author",
                                "comment__parent__author")  # fmt: skip


def waiting_cases(user: User, community: Community) -> list[Case]:
    """Texts with open reports, those first that have waited longest."""
    cases: dict[tuple[int, int | None], Case] = {}
    for flag in reports_for(user, community).filter(settled_at=None).order_by("id")[:WAITING_MAX]:
        case = cases.setdefault((flag.entry_id, flag.comment_id), Case(flag))
        case.flags.append(flag)
    return list(cases.values())


def settled_reports(user: User, community: Community, before: Cursor | None) -> Slice[Flag]:
    """Reports that somebody has decided on, the latest first."""
    flags = reports_for(user, community).filter(settled_at__isnull=False).order_by("-settled_at", "-id")
    rows = list(below(flags, before, ("settled_at", "id"))[: PAGE_SIZE + 1])
    return cut(rows, PAGE_SIZE, key=lambda flag: (flag.settled_at, flag.pk))


def get_report(user: User, community: Community, pk: int) -> Flag:
    """One report that the person may decide on, or 404."""
    flag = reports_for(user, community).filter(pk=pk).first()
    if flag is None:
        raise Http404
    return flag


def acts_in(community: Community, words: str = "") -> QuerySet[AuditEvent]:
    """Acts of moderation and membership in a community, the latest first; ``words`` stand in a name or a detail."""
    events = AuditEvent.objects.filter(space_id=community.pk).exclude(verb__in=NOT_SHOWN).order_by("-at", "-id")
    for word in words.split()[:5]:
        found = Q(actor_name__icontains=word) | Q(subject_label__icontains=word) | Q(data__icontains=word)
        events = events.filter(found)
    return events


def acts_page(community: Community, words: str, before: Cursor | None) -> Slice[AuditEvent]:
    rows = list(below(acts_in(community, words), before, ("at", "id"))[: PAGE_SIZE + 1])
    return cut(rows, PAGE_SIZE, key=lambda event: (event.at, event.pk))


def details_of(event: AuditEvent) -> Iterator[str]:
    """What an event says besides, for people: names, reasons and choices, no numbers of rows."""
    labels = dict(
        [*Flag.Outcome.choices, *SpaceMember.Role.choices, *Community.Access.choices, *IdeaDecision.Outcome.choices]
    )
    for key, value in event.data.items():
        if key == "handle":
            yield f"@{value}"
        elif isinstance(value, str) and value:
            yield str(labels.get(value, value))
