"""From a text as typed to what readers get: looks up people, titles and pictures that a text speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from sns.core import markup
from sns.entries.models import Entry, Upload
from sns.people.models import User
from sns.spaces.models import Space

EXCERPT_CHARS = 200


@dataclass(frozen=True)
class Rendered:
    """A text made ready, with everything it refers to that really exists."""

    html: str
    excerpt: str
    plain: str
    reading_minutes: int
    tags: tuple[str, ...]
    mentioned: tuple[User, ...]
    linked: dict[int, str]  # id of the entry linked to -> the words around the link
    uploads: tuple[Upload, ...]

    @property
    def cover(self) -> Upload | None:
        return next((upload for upload in self.uploads if upload.is_image), None)


def render(source: str, *, prefix: str, space: Space | None, author: User, entry: Entry | None = None) -> Rendered:
    """Render one text that ``author`` publishes in ``space`` (None: a preview, seen by the author alone).

    ``prefix`` makes ids in the text unique on a page ("e12", "c34"); the files of ``entry`` stay with it, whoever
    brought them.
    """
    document = markup.parse(source, own_hosts=settings.ALLOWED_HOSTS)
    people = _people(document.mentions)
    uploads = _uploads(document.upload_tokens, author, entry)
    targets = set(Entry.objects.filter(id__in=document.entry_ids).values_list("id", flat=True))
    return Rendered(
        html=document.render(
            prefix=prefix,
            people={u.handle: markup.Person(name=u.name, url=u.get_absolute_url()) for u in people},
            titles=_titles(document.entry_ids, space),
            images={
                u.token: markup.Image(width=u.width, height=u.height, widths=tuple(u.widths))
                for u in uploads
                if u.is_image
            },
        ),
        excerpt=document.excerpt(EXCERPT_CHARS),
        plain=document.plain,
        reading_minutes=document.reading_minutes,
        tags=document.tags,
        mentioned=people,
        linked={pk: document.link_anchors.get(pk, "") for pk in document.entry_ids if pk in targets},
        uploads=uploads,
    )


def derive(entry: Entry, *, writer: User | None = None) -> Rendered:
    """Set the entry's derived columns from its text and return what the text refers to.

    ``writer`` has typed the text, when it was somebody else than the entry's author.
    """
    writer = writer or entry.author
    rendered = render(entry.body, prefix=f"e{entry.pk}", space=entry.space, author=writer, entry=entry)
    entry.body_html = rendered.html
    entry.excerpt = rendered.excerpt
    entry.reading_minutes = rendered.reading_minutes
    entry.cover = rendered.cover
    return rendered


def _people(handles: Iterable[str]) -> tuple[User, ...]:
    return tuple(User.objects.colleagues().filter(handle__in=handles)) if handles else ()


def _titles(entry_ids: Iterable[int], space: Space | None) -> dict[int, str]:
    """Titles that everybody who reads the text may see: of open spaces and of the text's own space."""
    if not entry_ids:
        return {}
    shared = Q(space__is_open=True) | (Q(space=space) if space else Q())
    return dict(Entry.objects.live().filter(shared, id__in=entry_ids).exclude(title="").values_list("id", "title"))


def _uploads(tokens: Iterable[str], author: User, entry: Entry | None) -> tuple[Upload, ...]:
    """Files of the text in its order; only those the author may see, or a stolen address would open a file."""
    if not tokens:
        return ()
    found = {upload.token: upload for upload in Upload.objects.visible_to(author).filter(token__in=tokens)}
    if entry and (others := [token for token in tokens if token not in found]):
        used = Upload.objects.filter(token__in=others, uses__entry_id=entry.pk)
        found |= {upload.token: upload for upload in used}
    return tuple(found[token] for token in tokens if token in found)
