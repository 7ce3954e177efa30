from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo campaigns."""

    name = "campaigns.pledges"
    label = "pledges"
    verbose_name = _("Pledges")
