import datetime
import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bounce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "address",
                    models.CharField(help_text="In lower case.", max_length=254, unique=True, verbose_name="address"),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer of the mail server")),
                ("bounced_at", models.DateTimeField(verbose_name="refused")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "refused address",
                "verbose_name_plural": "refused addresses",
                "ordering": ["-bounced_at"],
                "default_permissions": ("view", "delete"),
            },
        ),
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sender_name",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the name of the product.",
                        max_length=60,
                        verbose_name="sender name",
                    ),
                ),
                (
                    "sender_address",
                    models.EmailField(
                        blank=True,
                        help_text="Empty: the address the server was set up with.",
                        max_length=254,
                        verbose_name="sender address",
                    ),
                ),
                ("mails_from", models.TimeField(default=datetime.time(9, 0), verbose_name="mails go out from")),
                ("mails_until", models.TimeField(default=datetime.time(18, 0), verbose_name="until")),
                ("digest_at", models.TimeField(default=datetime.time(9, 0), verbose_name="digest at")),
                (
                    "daily_ceiling",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="What is more comes together in one mail.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="mails per person and day, at most",
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
                "verbose_name": "mail settings",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("reason", models.CharField(help_text="The fact it is about, e.g. enrolment:5:d-7.", max_length=120)),
                ("on", models.DateField(help_text="The date of that fact.")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="about")),
                (
                    "subject",
                    models.JSONField(default=dict, help_text="What the words need, as it was when it happened."),
                ),
                ("link", models.CharField(blank=True, max_length=300)),
                ("relevant_until", models.DateTimeField(blank=True, null=True, verbose_name="makes sense until")),
                ("created_at", models.DateTimeField(verbose_name="told")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-created_at", "-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["person", "-created_at"], name="notice_of_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                    models.Index(
                        condition=models.Q(("planned_at", None)), fields=["created_at"], name="notice_unplanned"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "reason", "on"), name="notice_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("daily", "once a day, together"),
                            ("weekly", "once a week, together"),
                            ("off", "no mail"),
                        ],
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("unknown", "unknown whether it arrived"),
                            ("skipped", "not sent"),
                            ("bounced", "address refused"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("switched_off", "the person wants no mail of this kind"),
                            ("settled", "it no longer held when it was to be sent"),
                            ("too_late", "the time in which it made sense was over"),
                            ("already_read", "read on the site before the digest"),
                            ("no_address", "no work mail in the register"),
                            ("left", "the person can no longer sign in"),
                            ("known_bounce", "the address is on the bounce list"),
                            ("unknown_kind", "no room knows this kind any more"),
                            ("refused", "the mail server refused the address"),
                            ("refused_content", "the mail server refused the content"),
                            ("not_written", "the text could not be made"),
                            ("policy", "the mail server wants no such mail from us"),
                            ("not_yet", "the mail server asked for another try later"),
                            ("tries_used_up", "every try was refused"),
                            ("server_away", "the mail server did not answer"),
                            ("line_broke", "the line broke while the mail was handed over"),
                            ("worker_lost", "the worker stopped while the mail was handed over"),
                            ("ceiling", "the person got enough mails that day"),
                            ("by_hand", "decided by staff"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer of the mail server")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="to be sent")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("changed_at", models.DateTimeField(verbose_name="last change")),
                ("message_id", models.CharField(blank=True, max_length=120, verbose_name="Message-ID")),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delivery", to="notices.notice"
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-changed_at", "-pk"],
                "default_permissions": ("view", "change"),
                "indexes": [
                    models.Index(condition=models.Q(("state", "planned")), fields=["next_try_at"], name="delivery_due"),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["lease_until"], name="delivery_under_way"
                    ),
                    models.Index(fields=["person", "sent_at"], name="delivery_of_day"),
                    models.Index(fields=["state", "-changed_at"], name="delivery_by_state"),
                    models.Index(fields=["-changed_at", "-id"], name="delivery_latest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("minute_began_at", models.DateTimeField(null=True)),
                ("taken", models.PositiveIntegerField(default=0, help_text="Mails claimed in that minute.")),
                (
                    "troubles",
                    models.PositiveSmallIntegerField(default=0, help_text="How often in a row the server failed."),
                ),
                ("paused_until", models.DateTimeField(null=True)),
                ("last_trouble", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "pace of sending",
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="pace_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("daily", "once a day, together"),
                            ("weekly", "once a week, together"),
                            ("off", "no mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice preference",
                "verbose_name_plural": "notice preferences",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("person", "kind"), name="preference_once")],
            },
        ),
        migrations.CreateModel(
            name="UnsubscribeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("renewed_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "unsubscribe key",
                "default_permissions": (),
            },
        ),
    ]
