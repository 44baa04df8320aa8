from sns.discussion.models import Comment
from sns.people.models import User
from sns.spaces.permissions import can_moderate


def can_edit_comment(user: User, comment: Comment) -> bool:
    return comment.removed_at is None and comment.author_id == user.pk


def can_remove_comment(user: User, comment: Comment) -> bool:
    """The author, and who moderates the space, who then gives a reason."""
    return comment.removed_at is None and (comment.author_id == user.pk or can_moderate(user, comment.entry.space))
