from procrastinate.contrib.django import app

from sns.entries.models import Entry
from sns.links.models import OutgoingPing
from sns.links.pinging import note_pings, send_ping
from sns.links.relating import relate


@app.task(queue="low")
def relate_entry(*, entry_id: int) -> None:
    """Find what has to do with an entry that has been published, changed or withdrawn; safe to repeat."""
    relate(Entry.objects.filter(pk=entry_id))


@app.task(queue="low")
def send_trackbacks(*, entry_id: int) -> None:
    """See which blogs outside a published text links to, and tell each in a job of its own; safe to repeat."""
    entry = Entry.objects.select_related("space").filter(pk=entry_id).first()
    for ping_id in note_pings(entry=entry) if entry else ():
        deliver_trackback.defer(ping_id=ping_id)


@app.task(queue="low")
def deliver_trackback(*, ping_id: int) -> None:
    """Try to tell one page; later again when it cannot be reached: after 5, 20, 80 and 320 minutes."""
    ping = send_ping(ping_id=ping_id)
    if ping and ping.state == OutgoingPing.State.WAITING:
        deliver_trackback.configure(schedule_in={"minutes": 5 * 4 ** (ping.attempts - 1)}).defer(ping_id=ping_id)
