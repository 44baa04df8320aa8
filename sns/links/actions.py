from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sns.entries.models import Entry
from sns.links.models import EntryLink
from sns.links.pinging import may_ping
from sns.links.tasks import relate_entry, send_trackbacks
from sns.people.models import User

RELATIONS = frozenset(EntryLink.Relation.values)


@transaction.atomic
def set_links(
    *,
    source: Entry,
    linked: Mapping[int, str],
    comment_id: int | None = None,
    relations: Mapping[int, str] | None = None,
) -> list[int]:
    """Make the links of one text (the entry's body or one comment) exactly ``linked``: target id -> words around it.

    ``relations`` sets how the source relates to a target; a target not named keeps what it had. Returns the ids of
    targets that were not linked before.
    """  # fmt: skip
    relations = relations or {}
    existing = {link.target_id: link for link in EntryLink.objects.filter(source=source, comment_id=comment_id)}
    wanted = {target: excerpt[:300] for target, excerpt in linked.items() if target != source.pk}
    EntryLink.objects.filter(source=source, comment_id=comment_id).exclude(target__in=wanted).delete()
    for target, excerpt in wanted.items():
        link = existing.get(target) or EntryLink(source=source, comment_id=comment_id, target_id=target)
        link.excerpt = excerpt
        link.relation = relations.get(target, link.relation)
        link.save()
    return [target for target in wanted if target not in existing]


@transaction.atomic
def set_relations(*, actor: User, source: Entry, relations: Mapping[int, str]) -> None:
    """Say how one's own text relates to entries it links to already (target id -> relation)."""
    if actor.pk != source.author_id:
        raise PermissionDenied
    for target, relation in relations.items():
        if relation in RELATIONS:
            links = EntryLink.objects.filter(source=source, comment_id=None, target_id=target)
            links.update(relation=relation)


def follow_up(*, entry: Entry) -> None:
    """What comes after publishing or changing a text, in the background.

    What it has to do with others is looked for; blogs outside that it links to are told, if everybody may read it.
    """
    relate_entry.defer(entry_id=entry.pk)
    if may_ping(entry) and 'href="http' in entry.body_html:
        send_trackbacks.defer(entry_id=entry.pk)
