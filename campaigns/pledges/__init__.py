"""친절 실천 다짐: campaigns, pledge texts, signatures, the tree they grow, rallies, and the habit that follows.

Everything here is voluntary: nothing in this room says who has not signed.
May import ``broadcasts`` and every service of ``lms``; must never be imported by either.
"""
