from .days import PromiseTheme, SmallDay
from .habit import PracticeCheck, UnitPromise, UnitPromiseEdition
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
    "PromiseTheme",
    "Rally",
    "RallyAttendance",
    "SmallDay",
    "UnitPromise",
    "UnitPromiseEdition",
]
