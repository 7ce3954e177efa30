from ..choices import Position
from .access import AccessRecord, AccessSubject
from .addresses import RevocableAddress
from .audience import Audience
from .organisation import Membership, OrgUnit
from .person import EmploymentPeriod, Person
from .sign_in import SignInFailures

__all__ = [
    "AccessRecord",
    "AccessSubject",
    "Audience",
    "EmploymentPeriod",
    "Membership",
    "OrgUnit",
    "Person",
    "Position",
    "RevocableAddress",
    "SignInFailures",
]
