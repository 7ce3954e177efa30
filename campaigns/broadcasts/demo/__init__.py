"""The demo series: ten written episodes, spoken by a synthetic voice when the demo is made."""

from .seeder import seed_series
from .stories import seed_stories

__all__ = ["seed_series", "seed_stories"]
