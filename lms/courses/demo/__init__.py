"""Demo content of the catalogue: sections, three written courses with their pictures, a group of trainers, runs.

Safe to run again: what is there by its slug or name is left as it is, so an edited demo course stays edited.
"""

from .seeder import seed

__all__ = ["seed"]
