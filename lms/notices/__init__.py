"""One message to one person, once: bell and list on the site, mail by preference, digest, quiet hours.

Owns Notice, Delivery, preferences, the bounce list and the only code that sends mail about what happened.
May import ``people`` and ``core``; must never know which rooms tell it something: they register their kinds.
"""
