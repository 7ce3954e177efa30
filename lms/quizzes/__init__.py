"""A lesson kind: questions, marking and corrections. The folder to copy for a new kind.

Owns Quiz, QuestionVersion and KeyCorrection; keeps what happened through ``learning.services``.
May import ``learning`` and everything below; must never send a key to a browser before marking.
"""
