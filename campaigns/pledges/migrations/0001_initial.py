import django.core.validators
import django.db.models.deletion
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import lms.recordings.publishing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("broadcasts", "0001_initial"),
        ("courses", "0003_recordings_in_lessons"),
        ("people", "0003_revocable_address"),
        ("recordings", "0002_upload_attempts"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "campaigns page",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="PromiseTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=30, unique=True, verbose_name="theme")),
                (
                    "words",
                    models.CharField(
                        help_text="Words with commas. Particles are ignored: 인사 also finds 인사를 and 인사하겠습니다. Only the words of approved promises are counted.",
                        max_length=300,
                        verbose_name="words",
                    ),
                ),
                ("sort_order", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "theme of promises",
                "verbose_name_plural": "themes of promises",
                "ordering": ["sort_order", "title"],
            },
        ),
        migrations.CreateModel(
            name="CampaignPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(help_text="One sentence: what is it for?", max_length=120, verbose_name="summary"),
                ),
                (
                    "story",
                    wagtail.fields.StreamField(
                        [("text", 0), ("recording", 3)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["h3", "bold", "ul", "ol", "link"], "label": "Text"},
                            ),
                            1: ("lms.recordings.blocks.RecordingChooserBlock", (), {"label": "Recording"}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Sentence below", "max_length": 200, "required": False},
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("recording", 1), ("caption", 2)]], {}),
                        },
                        verbose_name="why we do it",
                    ),
                ),
                (
                    "target_percent",
                    models.PositiveSmallIntegerField(
                        default=70,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="target (%)",
                    ),
                ),
                ("announces_on", models.DateField(verbose_name="announced from")),
                ("signs_on", models.DateField(verbose_name="signing from")),
                ("practises_on", models.DateField(verbose_name="practice from")),
                ("looks_back_on", models.DateField(verbose_name="looking back from")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whom the campaign invites. Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "linked_course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="courses.coursepage",
                        verbose_name="course",
                    ),
                ),
                (
                    "linked_episode",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="broadcasts.episode",
                        verbose_name="broadcast",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signs_on__gte", models.F("announces_on")),
                            ("practises_on__gte", models.F("signs_on")),
                            ("looks_back_on__gte", models.F("practises_on")),
                            ("closes_on__gte", models.F("looks_back_on")),
                        ),
                        name="campaign_phases_in_order",
                    )
                ],
            },
            bases=(lms.recordings.publishing.ShowsRecordings, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="PledgeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="edition")),
                ("preamble_ko", models.TextField(max_length=400, verbose_name="preamble")),
                ("preamble_en", models.TextField(blank=True, max_length=600, verbose_name="preamble in English")),
                ("lines", models.JSONField(verbose_name="lines")),
                ("made_at", models.DateTimeField(verbose_name="saved")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="pledges.campaignpage"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recordings.recording",
                        verbose_name="read aloud",
                    ),
                ),
            ],
            options={
                "verbose_name": "pledge text",
                "verbose_name_plural": "pledge texts",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("campaign", "number"), name="pledge_text_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                ("signed_name", models.CharField(max_length=40, verbose_name="signed as")),
                ("rank_title", models.CharField(blank=True, max_length=40)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="pledges.campaignpage"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.orgunit"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="pledges.pledgetext"
                    ),
                ),
            ],
            options={
                "verbose_name": "pledge",
                "verbose_name_plural": "pledges",
                "indexes": [
                    models.Index(fields=["campaign", "signed_at"], name="pledge_by_time"),
                    models.Index(fields=["campaign", "withdrawn_at"], name="pledge_by_withdrawal"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person", "campaign"),
                        name="pledge_one_living",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.PositiveSmallIntegerField(choices=[(7, "7"), (30, "30"), (90, "90")])),
                ("kept", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)])),
                (
                    "listened",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)]),
                ),
                (
                    "respected",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(4)]),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note to myself")),
                ("answered_at", models.DateTimeField()),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="pledges.pledge"
                    ),
                ),
            ],
            options={
                "verbose_name": "practice check",
                "ordering": ["day"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("pledge", "day"), name="practice_check_once"),
                    models.CheckConstraint(condition=models.Q(("day__in", (7, 30, 90))), name="practice_check_day"),
                    models.CheckConstraint(
                        condition=models.Q(("kept__lte", 4), ("listened__lte", 4), ("respected__lte", 4)),
                        name="practice_check_answers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=640, verbose_name="my promise")),
                ("shows_name", models.BooleanField(default=False, verbose_name="with my name")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be read"), ("approved", "approved"), ("returned", "returned")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("moderated_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "moderated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="promise", to="pledges.pledge"
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "verbose_name_plural": "promises",
                "permissions": [("moderate_promise", "Can approve and return promises")],
                "indexes": [models.Index(fields=["state", "written_at"], name="promise_by_state")],
            },
        ),
        migrations.CreateModel(
            name="Rally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rallies", to="pledges.campaignpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "pledge rally",
                "verbose_name_plural": "pledge rallies",
                "ordering": ["-starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="rally_ends_later"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RallyAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attended_at", models.DateTimeField()),
                (
                    "entered_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rally",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="pledges.rally"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.orgunit"
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance at a rally",
                "constraints": [models.UniqueConstraint(fields=("rally", "person"), name="rally_attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="SmallDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=40, verbose_name="title")),
                (
                    "note",
                    models.CharField(
                        help_text="One or two sentences. They stand in the notice.",
                        max_length=200,
                        verbose_name="what one does on it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("monthly", "every month, on a date"),
                            ("weekday", "every month, on weekdays"),
                            ("once", "once"),
                        ],
                        default="monthly",
                        max_length=10,
                        verbose_name="comes",
                    ),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="29 to 31: the last day of shorter months.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of the month",
                    ),
                ),
                (
                    "weeks",
                    models.CharField(
                        blank=True,
                        help_text="Numbers with commas, for example 2,4. 5 is the last week of the month.",
                        max_length=9,
                        verbose_name="weeks of the month",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")],
                        null=True,
                        verbose_name="weekday",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "shift",
                    models.CharField(
                        choices=[
                            ("next", "the next working day"),
                            ("previous", "the working day before"),
                            ("skip", "it is left out"),
                            ("stay", "it stays"),
                        ],
                        default="next",
                        max_length=10,
                        verbose_name="on a day off",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "small day",
                "verbose_name_plural": "small days",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day_of_month__range", (1, 31)), ("kind", "monthly")),
                            models.Q(
                                ("kind", "weekday"), ("weekday__range", (0, 4)), models.Q(("weeks", ""), _negated=True)
                            ),
                            models.Q(("kind", "once"), ("on__isnull", False)),
                            _connector="OR",
                        ),
                        name="small_day_has_its_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="small_day_ends_after_start",
                    ),
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="UnitPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_code", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField()),
                ("act", models.CharField(max_length=120, verbose_name="what we do")),
                ("before", models.CharField(blank=True, max_length=200, verbose_name="before")),
                ("after", models.CharField(blank=True, max_length=200, verbose_name="after")),
                ("written_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pledges.campaignpage",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.orgunit"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "promise of a unit",
                "verbose_name_plural": "promises of units",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_code", "year", "quarter"), name="unit_promise_once_a_quarter"
                    ),
                    models.CheckConstraint(condition=models.Q(("quarter__range", (1, 4))), name="unit_promise_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(("act", ""), _negated=True), name="unit_promise_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), models.Q(("after", ""), _negated=True), _connector="OR"),
                        name="unit_promise_done_says_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPromiseEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=120)),
                ("before", models.CharField(blank=True, max_length=200)),
                ("after", models.CharField(blank=True, max_length=200)),
                ("is_done", models.BooleanField()),
                ("written_at", models.DateTimeField()),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="pledges.unitpromise"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of a unit's promise",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "number"), name="unit_promise_edition_once")
                ],
            },
        ),
    ]
