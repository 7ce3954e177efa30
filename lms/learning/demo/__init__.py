"""The demo city's learning: what 400 people did in the past year and in this one."""

from .notices import seed_notices
from .seeder import seed_learning

__all__ = ["seed_learning", "seed_notices"]
