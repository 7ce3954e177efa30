"""Who works here, where, in which role, and who looked at whom.

Owns Person, the dated organisation tree, Audience, roles, sign-in and access records.
May import ``core``; must never know what a person learns. Only this room touches allauth.
"""
