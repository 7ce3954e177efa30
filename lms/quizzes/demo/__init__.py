"""Demo content of the quizzes: the written questions (``*.toml``) as pages, and sittings that people left.

Safe to run again: what is there by its slug is left as it is.
"""

from .quizzes import seed_quizzes
from .sittings import seed_sittings

__all__ = ["seed_quizzes", "seed_sittings"]
