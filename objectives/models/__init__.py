from objectives.models.absence import Absence
from objectives.models.cycle import Cycle
from objectives.models.key_result import KeyResult
from objectives.models.objective import Objective
from objectives.models.organisation import Organisation
from objectives.models.people import Membership, Team, User
from objectives.models.traces import FailedSignIn, FormKey

__all__ = [
    "Absence",
    "Cycle",
    "FailedSignIn",
    "FormKey",
    "KeyResult",
    "Membership",
    "Objective",
    "Organisation",
    "Team",
    "User",
]
