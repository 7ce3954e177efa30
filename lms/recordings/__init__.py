"""Video and audio, once for the whole product: files, captions, player, byte ranges, what was really played.

Owns Recording, its captions, uploads and their conversion, the tickets by which files leave, and the abstract table of
played spans; the rooms above keep the concrete ones and decide who may play what.
May import ``people`` and ``core``; must never know a course, an enrolment or a broadcast.
"""
