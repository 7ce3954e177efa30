"""What keeps kindness alive between courses: pledges and broadcasts.

Owns campaigns, pledges, practice checks, the morning broadcast and its stories.
May import every service of ``lms``; must never be imported by ``lms``.
"""
