"""The benchmark: ``make bench``. Learner pages beside an empty signed-in view of the same stack, in one run."""
