"""One noun per file; Django finds a package's models by importing them here."""

from kaname.people.models.alias import Alias
from kaname.people.models.change import Change
from kaname.people.models.company_holiday import CompanyHoliday
from kaname.people.models.invitation import Invitation
from kaname.people.models.leave import Leave
from kaname.people.models.meeting import Meeting
from kaname.people.models.membership import Membership
from kaname.people.models.organisation import Organisation
from kaname.people.models.person import Person, Role
from kaname.people.models.personal_hours import PersonalHours
from kaname.people.models.team import Team
from kaname.people.models.user import Theme, User

__all__ = [
    "Alias",
    "Change",
    "CompanyHoliday",
    "Invitation",
    "Leave",
    "Meeting",
    "Membership",
    "Organisation",
    "Person",
    "PersonalHours",
    "Role",
    "Team",
    "Theme",
    "User",
]
