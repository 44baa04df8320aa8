from procrastinate.contrib.django import app

from communities.actions.event_answers import settle_seats
from communities.actions.event_reminders import remind_all
from communities.actions.notices import remind_in_the_morning
from communities.actions.polls import tell_of_ended_polls


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="remind_of_notices", pass_context=False)
def remind_of_notices(timestamp: int) -> None:
    """Every hour, because the queue's clock is UTC and the company's is not: notices to be confirmed by tomorrow."""
    remind_in_the_morning()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_of_ended_polls", pass_context=False)
def tell_of_polls(timestamp: int) -> None:
    """Polls that have ended: their voters are told once."""
    tell_of_ended_polls()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="remind_of_events", pass_context=False)
def remind_of_events(timestamp: int) -> None:
    """The day before and an hour before; each person once, however often this runs."""
    remind_all()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="settle_seats", pass_context=False)
def settle_seats_of_events(timestamp: int) -> None:
    """Seats of people who have left the company or the community go to who waits."""
    settle_seats()
