from sns.discussion.models.answer import BestAnswer
from sns.discussion.models.closure import ThreadClosure
from sns.discussion.models.comment import COMMENT_MAX, Comment
from sns.discussion.models.flag import Flag
from sns.discussion.models.reaction import Reaction
from sns.discussion.models.search import CommentText

__all__ = ["COMMENT_MAX", "BestAnswer", "Comment", "CommentText", "Flag", "Reaction", "ThreadClosure"]
