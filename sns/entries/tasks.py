from procrastinate.contrib.django import app

from sns.entries.storing import purge_unused_uploads


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="purge_unused_uploads")
def purge_uploads(timestamp: int) -> None:
    """Every night: files that were uploaded and never used."""
    purge_unused_uploads()
