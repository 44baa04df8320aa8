from sns.people.models.follow import Follow
from sns.people.models.invitation import Invitation
from sns.people.models.organisation import OrgUnit, Posting, RoleTerm
from sns.people.models.user import Skill, User

__all__ = ["Follow", "Invitation", "OrgUnit", "Posting", "RoleTerm", "Skill", "User"]
