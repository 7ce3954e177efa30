from .catalogue import CatalogPage, CourseCategory, CoursePage, SectionPage
from .lessons import Lesson, LessonPage
from .runs import CompletionPolicy, CourseRun

__all__ = [
    "CatalogPage",
    "CompletionPolicy",
    "CourseCategory",
    "CoursePage",
    "CourseRun",
    "Lesson",
    "LessonPage",
    "SectionPage",
]
