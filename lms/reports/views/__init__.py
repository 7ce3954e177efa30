"""The screens of this room, all within the Wagtail admin."""

from .export import ExportView
from .overview import OverviewView
from .person import PersonView
from .roster import RosterView

__all__ = ["ExportView", "OverviewView", "PersonView", "RosterView"]
