from .habit import PracticeCheck, UnitPromise
from .pages import CampaignIndexPage, CampaignPage
from .rallies import Rally, RallyAttendance
from .signing import Pledge, PledgeText, Promise

__all__ = [
    "CampaignIndexPage",
    "CampaignPage",
    "Pledge",
    "PledgeText",
    "PracticeCheck",
    "Promise",
    "Rally",
    "RallyAttendance",
    "UnitPromise",
]
