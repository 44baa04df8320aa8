from sns.discussion.models import Comment
from sns.people.models import User


def can_edit_comment(user: User, comment: Comment) -> bool:
    return comment.removed_at is None and comment.author_id == user.pk


def can_remove_comment(user: User, comment: Comment) -> bool:
    """The author, and an administrator, who then gives a reason."""
    return comment.removed_at is None and (comment.author_id == user.pk or user.is_staff)
