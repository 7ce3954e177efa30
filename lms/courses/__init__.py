"""What is taught: the catalogue, course pages, the abstract Lesson, text lessons and runs.

Owns CoursePage, Lesson, LessonPage, CourseRun and the completion policy a run demands.
May import ``recordings``, ``people`` and ``core``; must never query a learner.
"""
