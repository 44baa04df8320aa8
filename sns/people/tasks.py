"""Mail about accounts. Links are made here, when the mail is sent: no secret lies in the queue."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sns.people.invitation_links import new_secret
from sns.people.mails import send_account_notice_to, send_invitation_to, send_password_reset_to
from sns.people.models import Invitation, User

# A mail server that is away: after 1, 2, 4, 8 … minutes, for about two hours.
LATER = RetryStrategy(max_attempts=8, exponential_wait=60)


@app.task(queue="mail", retry=LATER)
def send_password_reset(*, user_id: int) -> None:
    if user := User.objects.active().filter(pk=user_id, email__isnull=False).first():
        send_password_reset_to(user)


@app.task(queue="mail", retry=LATER)
def send_account_notice(*, user_id: int, change: str, address: str, device: str) -> None:
    if user := User.objects.active().filter(pk=user_id, email__isnull=False).first():
        send_account_notice_to(user, change, address, device)


@app.task(queue="mail", retry=LATER)
def send_invitation(*, invitation_id: int) -> None:
    """Mail a fresh link; one that was sent before no longer works."""
    invitation = Invitation.objects.open().select_related("invited_by").filter(pk=invitation_id).first()
    if invitation:
        send_invitation_to(invitation, new_secret(invitation))
