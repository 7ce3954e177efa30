"""Demo recordings, made when the demo is: a synthetic voice, drawn pictures, captions from the same script."""

from .seeder import seed

__all__ = ["seed"]
