from communities.models.community import (
    Category,
    Community,
    Invitation,
    JoinRequest,
    OwnershipOffer,
)
from communities.models.topic import IdeaDecision, IdeaVote, Topic

__all__ = ["Category", "Community", "IdeaDecision", "IdeaVote", "Invitation", "JoinRequest", "OwnershipOffer", "Topic"]
