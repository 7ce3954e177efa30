import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
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
                    models.CharField(
                        blank=True,
                        help_text="One sentence under the title, in the list of lessons.",
                        max_length=120,
                        verbose_name="summary",
                    ),
                ),
                (
                    "estimated_minutes",
                    models.PositiveIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="estimated minutes",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(
                        default=True,
                        help_text="Off: an extra for whoever wants it. Completions already earned stand.",
                        verbose_name="needed for completion",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("phone", "Phone"), ("counter", "Counter"), ("online", "Online")],
                        default="phone",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "citizen",
                    models.CharField(help_text="The drawing that shows the mood.", max_length=40, verbose_name="face"),
                ),
                (
                    "citizen_name",
                    models.CharField(
                        help_text="An invented name, as 오○○ 님.", max_length=120, verbose_name="name of the citizen"
                    ),
                ),
                ("citizen_about", models.CharField(blank=True, max_length=300, verbose_name="about the citizen")),
                (
                    "situation",
                    models.TextField(
                        help_text="What the clerk knows before the first word is spoken.",
                        max_length=2000,
                        verbose_name="situation",
                    ),
                ),
                (
                    "content_notice",
                    models.TextField(
                        blank=True,
                        help_text="What may weigh on somebody. Shown before the conversation, with a way to skip it.",
                        max_length=2000,
                        verbose_name="content notice",
                    ),
                ),
                (
                    "start_scene",
                    models.CharField(
                        blank=True,
                        help_text="Its key. Empty: the first one of the list.",
                        max_length=40,
                        verbose_name="first scene",
                    ),
                ),
                (
                    "start_mood",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="0 relieved, 1 calm, 2 uneasy, 3 frustrated, 4 angry, 5 furious.",
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="mood at the beginning",
                    ),
                ),
                (
                    "start_safety",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="safety at the beginning",
                    ),
                ),
                (
                    "start_procedure",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="procedure at the beginning",
                    ),
                ),
                (
                    "start_empathy",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="empathy at the beginning",
                    ),
                ),
                (
                    "pass_safety",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="safety to pass",
                    ),
                ),
                (
                    "pass_procedure",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="procedure to pass",
                    ),
                ),
                (
                    "pass_empathy",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="empathy to pass",
                    ),
                ),
                (
                    "protocol",
                    wagtail.fields.StreamField(
                        [("step", 9)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Small letters, digits and hyphens.",
                                    "label": "Step key",
                                    "max_length": 40,
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Step", "max_length": 120}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Rule or source", "max_length": 300, "required": False},
                            ),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("mood", "mood"),
                                        ("safety", "safety"),
                                        ("procedure", "procedure"),
                                        ("empathy", "empathy"),
                                        ("seconds", "seconds"),
                                        ("warnings", "warnings given"),
                                        ("flag", "flag"),
                                        ("step", "protocol step"),
                                        ("setting", "institution setting"),
                                    ],
                                    "label": "Looks at",
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For a mark, a step or a setting: its key.",
                                    "label": "Which one",
                                    "max_length": 40,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("at_least", "at least"),
                                        ("at_most", "at most"),
                                        ("set", "is so"),
                                        ("not_set", "is not so"),
                                    ],
                                    "label": "Comparison",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A number, or the name of a setting such as warn_count.",
                                    "label": "Number or setting",
                                    "max_length": 40,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("what", 3), ("name", 4), ("relation", 5), ("value", 6)]],
                                {},
                            ),
                            8: (
                                "wagtail.blocks.ListBlock",
                                (7,),
                                {"collapsed": True, "default": [], "label": "Does not apply when", "max_num": 8},
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("key", 0), ("title", 1), ("rule", 2), ("not_applicable", 8)]],
                                {},
                            ),
                        },
                        verbose_name="protocol",
                    ),
                ),
                (
                    "scenes",
                    wagtail.fields.StreamField(
                        [("scene", 34), ("ending", 40)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Small letters, digits and hyphens.",
                                    "label": "Scene key",
                                    "max_length": 40,
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Scene", "max_length": 120}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One line above the dialogue, such as “phone · before the notice of recording”.",
                                    "label": "Situation now",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("citizen", "citizen"),
                                        ("clerk", "clerk"),
                                        ("leader", "team leader"),
                                        ("colleague", "colleague"),
                                        ("narrator", "narrator"),
                                    ],
                                    "label": "Speaker",
                                },
                            ),
                            4: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Put abusive words between [[ and ]]: they are shown masked.",
                                    "label": "What is said",
                                    "max_length": 600,
                                    "rows": 2,
                                },
                            ),
                            5: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("mood", "mood"),
                                        ("safety", "safety"),
                                        ("procedure", "procedure"),
                                        ("empathy", "empathy"),
                                        ("seconds", "seconds"),
                                        ("warnings", "warnings given"),
                                        ("flag", "flag"),
                                        ("step", "protocol step"),
                                        ("setting", "institution setting"),
                                    ],
                                    "label": "Looks at",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For a mark, a step or a setting: its key.",
                                    "label": "Which one",
                                    "max_length": 40,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("at_least", "at least"),
                                        ("at_most", "at most"),
                                        ("set", "is so"),
                                        ("not_set", "is not so"),
                                    ],
                                    "label": "Comparison",
                                },
                            ),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A number, or the name of a setting such as warn_count.",
                                    "label": "Number or setting",
                                    "max_length": 40,
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("what", 5), ("name", 6), ("relation", 7), ("value", 8)]],
                                {},
                            ),
                            10: (
                                "wagtail.blocks.ListBlock",
                                (9,),
                                {"collapsed": True, "default": [], "label": "Spoken only when", "max_num": 8},
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("speaker", 3), ("text", 4), ("when", 10)]], {}),
                            12: (
                                "wagtail.blocks.ListBlock",
                                (11,),
                                {"collapsed": False, "label": "Lines", "max_num": 12},
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Small letters, digits and hyphens.",
                                    "label": "Reply key",
                                    "max_length": 40,
                                },
                            ),
                            14: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("say", "Says"),
                                        ("hold", "put on hold"),
                                        ("call_leader", "call the team leader"),
                                        ("record_notice", "announce the recording"),
                                        ("warn", "warn"),
                                        ("end_call", "end the call"),
                                        ("bell", "press the emergency bell"),
                                        ("move", "move to another place"),
                                        ("evacuate", "lead people out"),
                                        ("note", "write it down"),
                                        ("report", "report"),
                                    ],
                                    "label": "Words or action",
                                },
                            ),
                            15: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Key of the scene. Several, separated by commas: the first whose conditions hold.",
                                    "label": "Next scene",
                                    "max_length": 400,
                                },
                            ),
                            16: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What the clerk says or does", "max_length": 400, "rows": 2},
                            ),
                            17: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "label": "Mood ±", "max_value": 5, "min_value": -5},
                            ),
                            18: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "label": "Safety ±", "max_value": 100, "min_value": -100},
                            ),
                            19: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "label": "Procedure ±", "max_value": 100, "min_value": -100},
                            ),
                            20: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "label": "Empathy ±", "max_value": 100, "min_value": -100},
                            ),
                            21: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 10, "label": "Seconds", "max_value": 7200, "min_value": 0},
                            ),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Protocol step it carries out", "max_length": 40, "required": False},
                            ),
                            23: ("wagtail.blocks.BooleanBlock", (), {"label": "On the model path", "required": False}),
                            24: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Why it moves the scales so. Shown in the debrief, in practice at once.",
                                    "label": "Reason",
                                    "max_length": 800,
                                    "rows": 2,
                                },
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Rule or source", "max_length": 300, "required": False},
                            ),
                            26: (
                                "wagtail.blocks.ListBlock",
                                (9,),
                                {"collapsed": True, "default": [], "label": "Offered only when", "max_num": 8},
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Names separated by commas.",
                                    "label": "Marks it sets",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Names separated by commas.",
                                    "label": "Marks it takes away",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 13),
                                        ("deed", 14),
                                        ("next", 15),
                                        ("text", 16),
                                        ("mood", 17),
                                        ("safety", 18),
                                        ("procedure", 19),
                                        ("empathy", 20),
                                        ("seconds", 21),
                                        ("step", 22),
                                        ("is_model", 23),
                                        ("reason", 24),
                                        ("rule", 25),
                                        ("when", 26),
                                        ("sets", 27),
                                        ("clears", 28),
                                    ]
                                ],
                                {},
                            ),
                            30: (
                                "wagtail.blocks.ListBlock",
                                (29,),
                                {"collapsed": True, "label": "Replies", "max_num": 8},
                            ),
                            31: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("0", "0 relieved"),
                                        ("1", "1 calm"),
                                        ("2", "2 uneasy"),
                                        ("3", "3 frustrated"),
                                        ("4", "4 angry"),
                                        ("5", "5 furious"),
                                    ],
                                    "label": "Mood on entering",
                                    "required": False,
                                },
                            ),
                            32: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Seconds, or the name of a setting in minutes such as notice_after_minutes.",
                                    "label": "Clock at least",
                                    "max_length": 40,
                                    "required": False,
                                },
                            ),
                            33: (
                                "wagtail.blocks.ListBlock",
                                (9,),
                                {"collapsed": True, "default": [], "label": "Entered only when", "max_num": 8},
                            ),
                            34: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 0),
                                        ("title", 1),
                                        ("note", 2),
                                        ("lines", 12),
                                        ("replies", 30),
                                        ("mood", 31),
                                        ("clock", 32),
                                        ("when", 33),
                                    ]
                                ],
                                {},
                            ),
                            35: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("model", "model ending"),
                                        ("partial", "partial ending"),
                                        ("danger", "dangerous ending"),
                                    ],
                                    "label": "Kind of ending",
                                },
                            ),
                            36: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What happened", "max_length": 800, "required": False, "rows": 3},
                            ),
                            37: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "A dangerous ending says what would have happened and why.",
                                    "label": "Why",
                                    "max_length": 800,
                                    "required": False,
                                    "rows": 3,
                                },
                            ),
                            38: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Situation now", "max_length": 120, "required": False},
                            ),
                            39: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Clock at least", "max_length": 40, "required": False},
                            ),
                            40: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 0),
                                        ("title", 1),
                                        ("ending", 35),
                                        ("lines", 12),
                                        ("what_happened", 36),
                                        ("why", 37),
                                        ("note", 38),
                                        ("mood", 31),
                                        ("clock", 39),
                                        ("when", 33),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="scenes",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ScenarioSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "warn_count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="warnings before ending",
                    ),
                ),
                (
                    "notice_after_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="announce the limit after (minutes)",
                    ),
                ),
                (
                    "call_limit_minutes",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="recommended length of a call (minutes)",
                    ),
                ),
                (
                    "always_record",
                    models.BooleanField(
                        default=False,
                        help_text="The line announces it before it connects, so nobody has to announce it again.",
                        verbose_name="every call is recorded",
                    ),
                ),
                (
                    "mask_abuse",
                    models.BooleanField(
                        default=True,
                        help_text="On: always ○○. Off: each person chooses; masked until they do.",
                        verbose_name="mask abusive words",
                    ),
                ),
                (
                    "support_contacts",
                    models.TextField(
                        default="마음이 무거우면 혼자 두지 말고 이야기해 주세요.\n기관 상담창구: 인재교육팀 051-000-0000\n정신건강 위기상담: 1577-0199\n위급할 때: 경찰 112",
                        help_text="Shown beside difficult scenarios, one to a line. Check the numbers before you publish them.",
                        verbose_name="support contacts",
                    ),
                ),
                (
                    "incident_channel",
                    models.TextField(
                        default="부서장에게 먼저 알리고, 전자결재의 특이민원 발생보고서로 올려 주세요.",
                        help_text="This site keeps no real incident. Name the way that your institution has for them.",
                        verbose_name="where real incidents go",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of the complaint simulator",
            },
        ),
        migrations.CreateModel(
            name="ScenarioVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(help_text="SHA-256 of the content.", max_length=64)),
                ("content", models.JSONField(help_text="The document of the exchange format.")),
                ("created_at", models.DateTimeField()),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario version",
                "verbose_name_plural": "scenario versions",
                "constraints": [models.UniqueConstraint(fields=("scenario", "digest"), name="scenario_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content",
                    models.JSONField(help_text="version, digest, settings; copied: how many moves were copied."),
                ),
                ("moves", models.JSONField(default=list, help_text="[{scene, reply}]")),
                ("length", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scenarios.scenarioversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "practice",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "scenario"), name="practice_one_per_scenario")
                ],
            },
        ),
    ]
