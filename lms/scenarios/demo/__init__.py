"""Demo content of the simulator: six scenarios (``*.json``) in a course (``*.toml``), and plays that people left.

Safe to run again: what is there by its slug is left as it is.
"""

from .course import seed_scenarios
from .rehearsals import seed_rehearsals

__all__ = ["seed_rehearsals", "seed_scenarios"]
