"""HR's and unit managers' questions, answered from records that others keep.

Owns read-only queries, their Wagtail admin screens and exports.
May import ``learning`` and everything below; must never write a learning record.
"""
