"""Who did what: enrolment, progress, attempts and completion, and the only code that writes them.

Owns the learning records and the pure rules that decide them; announces ``enrolment_completed`` once, on commit.
May import ``courses``, ``people`` and ``core``; must never know which lesson kinds or proofs stand above it.
"""
