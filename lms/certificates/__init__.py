"""Proof of a completion: number, frozen document, public verification.

Owns Certificate and the yearly sequence; listens to ``enrolment_completed``.
May import ``learning`` and everything below; must never change what was issued.
"""
