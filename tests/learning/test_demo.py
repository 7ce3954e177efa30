"""The demo's learning: believable one by one, true together, the same the second time."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from lms.core import registry
from lms.learning.demo.stories import CLOSES, OPENS, Fate, Step, tell
from lms.learning.models import Completion, Enrolment, LessonProgress, MistakeReport
from lms.learning.services import heal_completions
from lms.people.models import Person
from tests.builders import moment

STEPS = [Step(number, f"lesson-{number}", 8, number == 6) for number in range(1, 7)]
FATES = [Fate.FINISHES, Fate.STOPS, Fate.FAILS, Fate.NEVER_BEGINS, Fate.LEAVES]


@given(st.integers(), st.sampled_from(FATES), st.integers(0, 40))
def test_a_story_runs_forward_in_office_hours_and_never_beyond_its_end(seed, fate, days):
    begins_at = moment(2026, 3, 5)
    until = begins_at + timedelta(days=days)
    story = tell(Random(seed), STEPS, begins_at=begins_at, until=until, fate=fate)
    moments = [at for visit in story.visits for at in (visit.opened_at, visit.completed_at) if at is not None]
    assert moments == sorted(moments)
    assert all(at <= until and at.weekday() < 5 and OPENS <= at.time() <= CLOSES for at in moments)
    assert [visit.lesson_id for visit in story.visits] == [step.lesson_id for step in STEPS][: len(story.visits)]
    for visit in story.visits:
        is_marked = visit.lesson_id == 6
        assert (visit.score_percent is not None) <= is_marked
        if is_marked and visit.score_percent is not None:
            assert (visit.completed_at is not None) == (visit.score_percent >= 60)


@pytest.mark.parametrize(
    ("fate", "is_done"), [(Fate.FINISHES, True), (Fate.STOPS, False), (Fate.FAILS, False), (Fate.NEVER_BEGINS, False)]
)
def test_given_time_a_story_ends_as_it_was_meant_to(fate, is_done):
    for seed in range(50):
        story = tell(Random(seed), STEPS, begins_at=moment(2026, 3, 5), until=moment(2027, 3, 5), fate=fate)
        done = len(story.visits) == len(STEPS) and all(visit.completed_at for visit in story.visits)
        assert done is is_done


@pytest.mark.django_db
def test_the_demo_citys_learning_is_true_and_the_same_the_second_time():
    at = moment(2026, 11, 24, 10)
    # People, courses, quizzes, learning: what comes after builds on these.
    above = ("lms.certificates", "campaigns.")
    seeders = [seeder for seeder in registry.demo_seeders() if not seeder.__module__.startswith(above)]
    counts = []
    for seeder in seeders + seeders:
        seeder(at=at, stdout=StringIO())
        counts.append((Enrolment.objects.count(), LessonProgress.objects.count(), Completion.objects.count()))
    first, second = counts[len(seeders) - 1], counts[-1]
    assert first == second
    assert first[0] > 800

    # Nothing lies in the future, nothing was done before it was begun, and nobody is left without what is due.
    assert not LessonProgress.objects.filter(opened_at__gt=at).exists()
    assert not LessonProgress.objects.filter(completed_at__lt=F("opened_at")).exists()
    assert not LessonProgress.objects.filter(opened_at__lt=F("enrolment__enrolled_at")).exists()
    assert not Completion.objects.filter(completed_at__gt=at).exists()
    assert heal_completions(at=at) == 0

    # Something of everything is there to be seen.
    assert Completion.objects.filter(source=Completion.Source.PAPER).exists()
    assert Completion.objects.filter(voided_at__isnull=False).exists()
    assert Enrolment.objects.withdrawn().filter(source=Enrolment.Source.SELF).exists()
    assert Enrolment.objects.overdue(on=at.date()).with_standing_completion().filter(standing=None).exists()
    assert LessonProgress.objects.filter(score_percent__lt=60, completed_at=None).exists()
    assert MistakeReport.objects.filter(resolved_at=None).exists()
    assert not Completion.objects.filter(unit_name_at_completion="").exists()

    learner = Person.objects.get(employee_number="learner")
    mine = list(Enrolment.objects.for_person(learner).with_standing_completion().order_by("enrolled_at"))
    assert [enrolment.standing is not None for enrolment in mine] == [True, False, False]
    # A course done, the one she is in the middle of, and one that waits.
    current = mine[1].progress.order_by("-last_opened_at").first()
    assert current.completed_at is None
    assert current.place
