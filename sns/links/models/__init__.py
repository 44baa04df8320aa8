from sns.links.models.link import EntryLink
from sns.links.models.related import EntryWord, Related
from sns.links.models.trackback import OutgoingPing, TrackbackHost

__all__ = ["EntryLink", "EntryWord", "OutgoingPing", "Related", "TrackbackHost"]
