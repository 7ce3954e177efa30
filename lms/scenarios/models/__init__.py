"""What is played, what was played from, what the institution sets, and what a person tries out for themselves."""

from .pages import Scenario
from .practice import Practice
from .settings import ScenarioSettings
from .versions import ScenarioVersion

__all__ = ["Practice", "Scenario", "ScenarioSettings", "ScenarioVersion"]
