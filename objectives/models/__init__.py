from objectives.models.absence import Absence
from objectives.models.action import Action
from objectives.models.action_event import ActionEvent
from objectives.models.cycle import Cycle
from objectives.models.dependency import Dependency
from objectives.models.key_result import KeyResult
from objectives.models.measurement import MeasurementPlan
from objectives.models.objective import Objective
from objectives.models.organisation import Organisation
from objectives.models.people import Membership, Team, User
from objectives.models.token import ApiToken
from objectives.models.traces import FailedSignIn, FormKey

__all__ = [
    "Absence",
    "Action",
    "ActionEvent",
    "ApiToken",
    "Cycle",
    "Dependency",
    "FailedSignIn",
    "FormKey",
    "KeyResult",
    "MeasurementPlan",
    "Membership",
    "Objective",
    "Organisation",
    "Team",
    "User",
]
