"""대상: audiences as snippets, with a counted preview."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.core.choosers import SnippetChooser

from ..models import Audience

__all__ = ["AudienceViewSet"]


class AudienceViewSet(SnippetViewSet):
    """Whoever chooses people chooses one of these."""

    model = Audience
    chooser_viewset_class = SnippetChooser
    icon = "crosshairs"
    menu_label = _("Audiences")
    list_display: Any = ("name", "description", UpdatedAtColumn())
    search_fields: Any = ("name", "description")
    copy_view_enabled = True
    menu_item_is_registered = True  # under 직원·조직, not under Wagtail's own heading
