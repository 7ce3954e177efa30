"""The fictional city: its units, its people and the six accounts one can sign in with."""

from .seeder import seed_people

__all__ = ["seed_people"]
