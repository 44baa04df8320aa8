from communities.models.community import (
    Category,
    Community,
    Invitation,
    JoinRequest,
    OwnershipOffer,
)

__all__ = ["Category", "Community", "Invitation", "JoinRequest", "OwnershipOffer"]
