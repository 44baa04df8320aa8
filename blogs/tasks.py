from procrastinate.contrib.django import app

from blogs import actions
from sns import publishing
from sns.entries.actions import drop_unused_tags


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_due", pass_context=False)
def publish_due(timestamp: int) -> None:
    """Every minute: posts whose time has come."""
    actions.publish_due()


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="purge_trash", pass_context=False)
def purge_trash(timestamp: int) -> None:
    """Every night: what has lain in the trash long enough, and the tags that nothing carries."""
    publishing.purge_trash()
    drop_unused_tags()
