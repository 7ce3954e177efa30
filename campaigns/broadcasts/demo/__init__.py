"""The demo series: ten written episodes, spoken by a synthetic voice when the demo is made."""

from .seeder import seed_series

__all__ = ["seed_series"]
