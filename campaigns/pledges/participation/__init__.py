"""참여 현황: how many of a campaign's people signed and go on practising, by unit, never who.

Everything shown is made of cells that are safe by themselves (``publishing``), and every figure moves by whole groups.
"""
