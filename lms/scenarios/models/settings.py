"""기관 설정: what an institution decides, what its scenarios read in their texts and rules."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.cache import caches
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from lms.core.models import SiteSettings

from ..engine import Settings

_MINUTES = [MinValueValidator(1), MaxValueValidator(120)]


@register_setting(icon="scenario", order=40)
class ScenarioSettings(BaseSiteSetting):
    """How this institution answers 특이민원. A play keeps the first four as they were when it began."""

    warn_count = models.PositiveSmallIntegerField(
        _("warnings before ending"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    notice_after_minutes = models.PositiveSmallIntegerField(
        _("announce the limit after (minutes)"), default=15, validators=_MINUTES
    )
    call_limit_minutes = models.PositiveSmallIntegerField(
        _("recommended length of a call (minutes)"), default=20, validators=_MINUTES
    )
    always_record = models.BooleanField(
        _("every call is recorded"),
        default=False,
        help_text=_("The line announces it before it connects, so nobody has to announce it again."),
    )
    mask_abuse = models.BooleanField(
        _("mask abusive words"),
        default=True,
        help_text=_("On: always ○○. Off: each person chooses; masked until they do."),
    )
    support_contacts = models.TextField(
        _("support contacts"),
        default=(
            "마음이 무거우면 혼자 두지 말고 이야기해 주세요.\n"
            "기관 상담창구: 인재교육팀 051-000-0000\n"
            "정신건강 위기상담: 1577-0199\n"
            "위급할 때: 경찰 112"
        ),
        help_text=_("Shown beside difficult scenarios, one to a line. Check the numbers before you publish them."),
    )
    incident_channel = models.TextField(
        _("where real incidents go"),
        default="부서장에게 먼저 알리고, 전자결재의 특이민원 발생보고서로 올려 주세요.",
        help_text=_("This site keeps no real incident. Name the way that your institution has for them."),
    )

    CACHE_SECONDS: ClassVar = 10

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("warn_count"),
                FieldPanel("notice_after_minutes"),
                FieldPanel("call_limit_minutes"),
                FieldPanel("always_record"),
            ],
            _("Rules that scenarios read"),
        ),
        FieldPanel("mask_abuse"),
        MultiFieldPanel([FieldPanel("support_contacts"), FieldPanel("incident_channel")], _("Help")),
    ]

    class Meta:
        verbose_name = _("settings of the complaint simulator")

    @classmethod
    def for_request(cls, request: HttpRequest) -> Self:
        """The settings, kept for ten seconds: every page of a play asks whether to mask."""
        attribute = cls.get_cache_attr_name()
        if not hasattr(request, attribute):
            site = SiteSettings.for_request(request).site
            key = f"scenarios.settings.{site.pk}"
            found = caches["process"].get(key)
            if found is None:
                found = cls.for_site(site)
                caches["process"].set(key, found, cls.CACHE_SECONDS)
            setattr(request, attribute, found)
        settings: Self = getattr(request, attribute)
        return settings

    @property
    def played_under(self) -> Settings:
        """What a play that begins now is played under."""
        return Settings(
            warn_count=self.warn_count,
            notice_after_minutes=self.notice_after_minutes,
            call_limit_minutes=self.call_limit_minutes,
            always_record=self.always_record,
        )
