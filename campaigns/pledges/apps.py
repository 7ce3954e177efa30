from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo campaigns."""

    name = "campaigns.pledges"
    label = "pledges"
    verbose_name = _("Pledges")

    def ready(self) -> None:
        from lms.core.registry import fill_slot
        from lms.people import addresses, roles

        from .tree_slots import my_branch, my_leaf

        fill_slot("pledges_my_leaf", my_leaf)
        fill_slot("pledges_my_branch", my_branch)
        roles.give_role(
            roles.HR_OFFICER,
            "pledges.view_rally",
            "pledges.add_rally",
            "pledges.change_rally",
        )
        roles.give_role(
            roles.ADMINISTRATOR,
            "pledges.view_rally",
            "pledges.add_rally",
            "pledges.change_rally",
        )
        addresses.register(
            addresses.AddressKind(
                key="rally_board",
                title=_("Board of a pledge rally"),
                description=_("The tree, the number of leaves and approved words."),
                url_name="pledges:show_board",
            )
        )
