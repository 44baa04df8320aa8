from procrastinate.contrib.django import app


@app.task(queue="mail")
def send_mail_for(*, user_id: int, verb: str, entry_id: int, actor_id: int, path: str, excerpt: str) -> None:
    """Mail one person about one event, in his language, if he may still read the entry when it is sent."""
