import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "own choice"),
                            ("manager", "assigned"),
                            ("rule", "rule"),
                            ("campaign", "campaign"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("is_trial", models.BooleanField(default=False, verbose_name="trainer's trial")),
                ("enrolled_at", models.DateTimeField(verbose_name="enrolled")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("withdraw_reason", models.CharField(blank=True, max_length=200)),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.courserun",
                        verbose_name="run",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["-enrolled_at"],
                "indexes": [models.Index(fields=["run", "person"], name="enrolment_by_run")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person", "run", "is_trial"),
                        name="enrolment_one_living",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("online", "online"), ("paper", "entered from paper")], default="online", max_length=10
                    ),
                ),
                ("completed_at", models.DateTimeField(verbose_name="completed on")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("person_name_at_completion", models.CharField(max_length=40)),
                (
                    "unit_name_at_completion",
                    models.CharField(blank=True, help_text="From bureau to team.", max_length=200),
                ),
                ("rank_title_at_completion", models.CharField(blank=True, max_length=30)),
                ("grade_at_completion", models.PositiveSmallIntegerField(null=True)),
                ("course_title_at_completion", models.CharField(max_length=255)),
                ("run_label_at_completion", models.CharField(max_length=40)),
                (
                    "started_at",
                    models.DateTimeField(help_text="First day of the certificate's period: when the person enrolled."),
                ),
                ("recognised_minutes", models.PositiveIntegerField()),
                ("policy", models.JSONField(help_text="The CompletionPolicy that was met.")),
                ("progress_percent", models.PositiveSmallIntegerField()),
                ("score_percent", models.PositiveSmallIntegerField(null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                ("void_evidence", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.courserun"
                    ),
                ),
                (
                    "unit_at_completion",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.orgunit"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="completions", to="learning.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["-completed_at"],
                "indexes": [models.Index(fields=["run", "completed_at"], name="completion_by_run")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("person", "run"),
                        name="completion_one_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "online"),
                            models.Q(("evidence", ""), ("reason", ""), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="completion_paper_has_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="completion_void_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("granted_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("after_number", models.PositiveSmallIntegerField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learning.enrolment"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "extra attempt",
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "lesson", "after_number"), name="extra_attempt_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("last_opened_at", models.DateTimeField(verbose_name="last opened")),
                ("place", models.CharField(blank=True, max_length=40)),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="completed on")),
                (
                    "score_percent",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="best score (%)"),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="learning.enrolment"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson progress",
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "lesson"), name="progress_once_per_lesson")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="attempt number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_progress", "in progress"),
                            ("submitted", "submitted"),
                            ("abandoned", "abandoned"),
                        ],
                        default="in_progress",
                        max_length=12,
                    ),
                ),
                ("content", models.JSONField()),
                ("pass_mark_percent", models.PositiveSmallIntegerField(verbose_name="pass mark (%)")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                ("score_percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="score (%)")),
                (
                    "outcome",
                    models.CharField(blank=True, choices=[("passed", "passed"), ("failed", "failed")], max_length=10),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="learning.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "ordering": ["number"],
                "indexes": [models.Index(fields=["lesson", "state"], name="attempt_by_lesson")],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "lesson", "number"), name="attempt_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_progress")),
                        fields=("enrolment", "lesson"),
                        name="attempt_one_in_progress",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("score_percent", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(choices=[("passed", "passed"), ("failed", "failed")], max_length=10)),
                ("detail", models.JSONField(default=dict, help_text="Points by step key.")),
                ("marked_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, help_text="Empty for the first marking.", max_length=200)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="learning.attempt"
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("attempt", "number"), name="mark_number_once")],
            },
        ),
        migrations.CreateModel(
            name="MistakeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(blank=True, max_length=64)),
                ("text", models.CharField(max_length=500, verbose_name="what is wrong")),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mistake report",
                "verbose_name_plural": "mistake reports",
                "ordering": ["-reported_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resolved_at", None)),
                        fields=("person", "lesson", "part", "text"),
                        name="mistake_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttemptStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("value", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="learning.attempt"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attempt", "key"), name="step_once_per_key")],
            },
        ),
    ]
