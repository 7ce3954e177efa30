"""청취 현황: how many of a unit's people broadcasts reached, day by day, and how far one episode was heard. Never who.

Everything shown is made of cells that are safe by themselves (``reports.publishing``), and figures move by
whole groups.
"""
