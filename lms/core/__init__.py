"""The ground floor: what several rooms need and none of them owns.

Owns the base page, site settings, shared blocks, the clock, record protection, PDF rendering, Korean text rules
and the registries through which upper rooms are heard without being named.
May import Django, Wagtail and libraries; must never import another room of ours.
"""
