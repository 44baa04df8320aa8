from communities.models.community import (
    Category,
    Community,
    Invitation,
    JoinRequest,
    OwnershipOffer,
)
from communities.models.date_poll import Candidate, CandidateMark
from communities.models.event import Attendance, CalendarToken, Event, EventAnswer, EventReport
from communities.models.notice import Confirmation, Notice
from communities.models.page import Page
from communities.models.poll import Poll, PollOption, PollVoter, Vote
from communities.models.thank import CompanyValue, PrivateThank, Thank
from communities.models.topic import IdeaDecision, IdeaVote, Topic

__all__ = [
    "Attendance",
    "CalendarToken",
    "Candidate",
    "CandidateMark",
    "Category",
    "Community",
    "CompanyValue",
    "Confirmation",
    "Event",
    "EventAnswer",
    "EventReport",
    "IdeaDecision",
    "IdeaVote",
    "Invitation",
    "JoinRequest",
    "Notice",
    "OwnershipOffer",
    "Page",
    "Poll",
    "PollOption",
    "PollVoter",
    "PrivateThank",
    "Thank",
    "Topic",
    "Vote",
]
