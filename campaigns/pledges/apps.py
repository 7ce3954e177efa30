from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo campaigns."""

    name = "campaigns.pledges"
    label = "pledges"
    verbose_name = _("Pledges")

    def ready(self) -> None:
        self._register_signing()
        self._register_tree()
        self._register_habit()

    def _register_signing(self) -> None:
        from lms.core import registry
        from lms.notices import kinds
        from lms.people import roles

        from . import notices, receivers, slots
        from .demo import campaigns as demo_campaigns

        registry.fill_slot("navigation", slots.navigation, order=27)
        registry.fill_slot("home", slots.home, order=35)
        registry.fill_slot("my", slots.my, order=40)
        registry.fill_slot("campaign_pledge", slots.campaign_pledge)
        registry.register_job(
            "tell_signing", notices.tell_signing, title=_("Tell that signing begins or ends"), every_minutes=60
        )
        for kind in notices.KINDS:
            kinds.register(kind)
        for role in (roles.TRAINER, roles.HR_OFFICER):
            roles.give_role(role, "pledges.moderate_promise")
        receivers.connect(self)
        registry.register_demo_seeder(demo_campaigns.seed_campaigns, order=80)

    def _register_tree(self) -> None:
        from lms.core.registry import fill_slot, register_demo_seeder
        from lms.people import addresses, roles

        from .demo import rally as demo_rally
        from .tree_slots import campaign_tree, my_branch, my_leaf

        fill_slot("campaign_tree", campaign_tree)
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
        register_demo_seeder(demo_rally.seed_rally, order=82)

    def _register_habit(self) -> None:
        from lms.core import registry
        from lms.notices import kinds
        from lms.people import addresses, roles

        from . import habit_notices
        from .demo import habit as demo_habit

        registry.register_job(
            "tell_practice_checks",
            habit_notices.tell_practice_checks,
            title=_("Tell of practice checks"),
            daily_at=time(8, 0),
            on_working_days=True,
        )
        registry.register_job(
            "tell_small_days", habit_notices.tell_small_days, title=_("Tell of small days"), daily_at=time(7, 40)
        )
        for kind in habit_notices.KINDS:
            kinds.register(kind)
        addresses.register(
            addresses.AddressKind(
                key="small_days",
                title=_("Small days in my calendar"),
                description=_("A calendar program reads the small days of the year. It shows nothing about you."),
                url_name="pledges:show_calendar_file",
                is_personal=True,
            )
        )
        small_days = [f"pledges.{verb}_smallday" for verb in ("add", "change", "delete", "view")]
        themes = [f"pledges.{verb}_promisetheme" for verb in ("add", "change", "delete", "view")]
        roles.give_role(roles.TRAINER, *small_days)
        roles.give_role(roles.HR_OFFICER, *small_days, *themes)
        registry.register_demo_seeder(demo_habit.seed_habit, order=84)
