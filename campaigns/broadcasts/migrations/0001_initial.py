import datetime

import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import lms.recordings.publishing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_revocable_address"),
        ("recordings", "0002_upload_attempts"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BroadcastIndexPage",
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
                "verbose_name": "broadcasts page",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="BroadcastSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "replays_from",
                    models.TimeField(
                        default=datetime.time(9, 0),
                        help_text="Until then the day's episode is only heard together; it never begins before the end.",
                        verbose_name="replay from",
                    ),
                ),
                (
                    "has_reruns",
                    models.BooleanField(
                        default=True,
                        help_text="For shifts that were not there. A day on which a broadcast was taken off has none.",
                        verbose_name="rerun on the next working day",
                    ),
                ),
                (
                    "listened_percent",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="The share of an episode that was really played, or followed by transcript.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="counts as listened from (%)",
                    ),
                ),
                ("rerun_time", models.TimeField(default=datetime.time(17, 30), verbose_name="time of the rerun")),
            ],
            options={
                "verbose_name": "broadcast settings",
            },
        ),
        migrations.CreateModel(
            name="BroadcastSeries",
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
                ("summary", models.CharField(max_length=120, verbose_name="summary")),
                ("presenters", models.CharField(blank=True, max_length=120, verbose_name="presenters")),
                ("airs_at_time", models.TimeField(default=datetime.time(8, 50), verbose_name="time of day")),
                (
                    "weekdays",
                    wagtail.fields.StreamField(
                        [("weekday", 7)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("0", "Monday"),
                                        ("1", "Tuesday"),
                                        ("2", "Wednesday"),
                                        ("3", "Thursday"),
                                        ("4", "Friday"),
                                    ],
                                    "label": "Weekday",
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Theme", "max_length": 30}),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("greeting", "Greeting"),
                                        ("word", "Word of the day"),
                                        ("story", "Story or praise"),
                                        ("scene", "One scene, well answered"),
                                        ("practice", "Practice of the day"),
                                    ],
                                    "label": "Part",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Empty: the name of the part.",
                                    "label": "Title",
                                    "max_length": 60,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 60, "label": "Planned seconds", "max_value": 600, "min_value": 5},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 2), ("title", 3), ("planned_seconds", 4)]],
                                {},
                            ),
                            6: (
                                "wagtail.blocks.ListBlock",
                                (5,),
                                {
                                    "default": [
                                        {"kind": "greeting", "planned_seconds": 20, "title": ""},
                                        {"kind": "word", "planned_seconds": 60, "title": ""},
                                        {"kind": "story", "planned_seconds": 90, "title": ""},
                                        {"kind": "scene", "planned_seconds": 45, "title": ""},
                                        {"kind": "practice", "planned_seconds": 25, "title": ""},
                                    ],
                                    "label": "Parts",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("weekday", 0), ("theme", 1), ("parts", 6)]], {}),
                        },
                        help_text="On which weekdays it is broadcast, and what a new episode of that day begins with. Empty: every working day, with nothing prepared.",
                        verbose_name="template by weekday",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="cover",
                    ),
                ),
            ],
            options={
                "verbose_name": "broadcast series",
                "verbose_name_plural": "broadcast series",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Episode",
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
                    "airs_at",
                    models.DateTimeField(
                        blank=True,
                        error_messages={"unique": "Another episode already has this moment. Choose another one."},
                        help_text="Before this moment nobody but its makers sees or hears it, also when it is approved. Empty: a spare episode, for a morning on which another one is taken off.",
                        null=True,
                        verbose_name="airs",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True, help_text="Of the weekday, for example.", max_length=30, verbose_name="theme"
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=120, verbose_name="summary")),
                (
                    "segments",
                    wagtail.fields.StreamField(
                        [("segment", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("greeting", "Greeting"),
                                        ("word", "Word of the day"),
                                        ("story", "Story or praise"),
                                        ("scene", "One scene, well answered"),
                                        ("practice", "Practice of the day"),
                                    ],
                                    "label": "Part",
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 60}),
                            2: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "What the presenter reads, word for word.", "label": "Script", "rows": 6},
                            ),
                            3: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 60, "label": "Planned seconds", "max_value": 600, "min_value": 5},
                            ),
                            4: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "help_text": "Where the part begins in the recording. Empty: after what was planned before it.",
                                    "label": "Begins at (seconds)",
                                    "min_value": 0,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 0),
                                        ("title", 1),
                                        ("script", 2),
                                        ("planned_seconds", 3),
                                        ("starts_at_seconds", 4),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="parts",
                    ),
                ),
                (
                    "credits",
                    models.CharField(
                        blank=True, help_text="Who presents, writes, records.", max_length=200, verbose_name="credits"
                    ),
                ),
                (
                    "pulse",
                    wagtail.fields.StreamField(
                        [("pulse", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 100}),
                            1: ("wagtail.blocks.CharBlock", (), {"max_length": 40}),
                            2: ("wagtail.blocks.ListBlock", (1,), {"label": "Choices", "max_num": 5, "min_num": 2}),
                            3: ("wagtail.blocks.StructBlock", [[("question", 0), ("choices", 2)]], {}),
                        },
                        verbose_name="pulse question",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        blank=True,
                        help_text="Published, with its transcript. A draft may wait for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recordings.recording",
                        verbose_name="recording",
                    ),
                ),
            ],
            options={
                "verbose_name": "episode",
                "verbose_name_plural": "episodes",
                "constraints": [models.UniqueConstraint(fields=("airs_at",), name="episode_one_at_a_moment")],
            },
            bases=(lms.recordings.publishing.ShowsRecordings, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cancelled_at", models.DateTimeField(verbose_name="cancelled")),
                (
                    "reason",
                    models.CharField(
                        help_text="Shown instead of the broadcast.", max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="broadcasts.episode",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to="broadcasts.episode",
                        verbose_name="played in its place",
                    ),
                ),
            ],
            options={
                "verbose_name": "cancelled broadcast",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None),
                            models.Q(("replaced_by", models.F("episode")), _negated=True),
                            _connector="OR",
                        ),
                        name="cancellation_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="cancellation_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EpisodePlay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("play", models.UUIDField(unique=True)),
                ("started_at", models.DateTimeField(help_text="When the server gave the play token.")),
                ("heard_at", models.DateTimeField(help_text="When the server last heard of it.")),
                ("spans", models.JSONField(default=list, help_text="Merged [from, to] in milliseconds.")),
                ("place_ms", models.PositiveIntegerField(default=0, help_text="Where the person was last.")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("live", "listened live"),
                            ("late", "joined late"),
                            ("replay", "listened later"),
                            ("transcript", "followed by transcript"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plays", to="broadcasts.episode"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recordings.recording"
                    ),
                ),
            ],
            options={
                "verbose_name": "play of an episode",
                "indexes": [models.Index(fields=["episode", "person"], name="episode_play_by_person")],
            },
        ),
        migrations.CreateModel(
            name="Listening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("live", "listened live"),
                            ("late", "joined late"),
                            ("replay", "listened later"),
                            ("transcript", "followed by transcript"),
                            ("roll_call", "listened together"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recognised_at", models.DateTimeField(verbose_name="recognised")),
                (
                    "asked_percent",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="What the setting asked then; 0 at a roll-call."
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listenings", to="broadcasts.episode"
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
            ],
            options={
                "verbose_name": "listening",
                "verbose_name_plural": "listenings",
                "indexes": [models.Index(fields=["episode", "unit"], name="listening_by_unit")],
                "constraints": [models.UniqueConstraint(fields=("person", "episode"), name="listening_once")],
            },
        ),
        migrations.CreateModel(
            name="PulseAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=100)),
                ("choice", models.PositiveSmallIntegerField()),
                ("choice_text", models.CharField(max_length=40)),
                ("answered_at", models.DateTimeField()),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pulse_answers",
                        to="broadcasts.episode",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pulse answer",
                "constraints": [models.UniqueConstraint(fields=("person", "episode"), name="pulse_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=40)),
                (
                    "submission_key",
                    models.UUIDField(help_text="Made with the form: a double click sends one story.", unique=True),
                ),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("text", models.TextField(max_length=1000, verbose_name="story")),
                ("edited_text", models.TextField(blank=True, max_length=1000, verbose_name="as read on air")),
                ("is_anonymous", models.BooleanField(default=True, verbose_name="without my name on air")),
                ("agreed_names", models.JSONField(blank=True, default=list)),
                ("consented_at", models.DateTimeField(verbose_name="consent given")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "to be read"),
                            ("adopted", "adopted"),
                            ("held", "on hold"),
                            ("returned", "returned"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=300, verbose_name="reply to the sender")),
                (
                    "episode",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stories",
                        to="broadcasts.episode",
                        verbose_name="episode",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
                "ordering": ["-sent_at"],
                "indexes": [
                    models.Index(fields=["state", "-sent_at"], name="story_by_state"),
                    models.Index(fields=["sender", "-sent_at"], name="story_by_sender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("reply", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="story_returned_with_reply",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adopted"), _negated=True),
                            models.Q(("edited_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="story_adopted_with_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("episode__isnull", True), ("state", "adopted"), _connector="OR"),
                        name="story_aired_only_adopted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("sent", "sent in"),
                            ("edited", "text for the air edited"),
                            ("adopted", "adopted"),
                            ("held", "put on hold"),
                            ("returned", "returned"),
                            ("assigned", "given to an episode"),
                            ("released", "taken out of the episode"),
                            ("inserted", "put into the script"),
                            ("withdrawn", "withdrawn by the sender"),
                            ("sender_shown", "sender looked up"),
                        ],
                        max_length=40,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True, help_text="The text for the air as it was left then.")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="broadcasts.story"
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a story",
                "ordering": ["at", "pk"],
            },
        ),
    ]
