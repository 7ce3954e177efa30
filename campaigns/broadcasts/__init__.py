"""좋은아침! 친절방송: series, episodes, who listened, and the stories that staff send in.

Owns what is on air and when, and the records of listening. Recordings, captions and the player come from
``lms.recordings``; this room mints their tickets and keeps the claims of its own listeners.
May import every service of ``lms``; must never know that pledges stand above it.
"""
