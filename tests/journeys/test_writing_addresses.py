"""Who may write: every address of ours by POST × every role, and Wagtail's own screens of our models by GET and POST.

``test_addresses`` opens every address; what only answers POST says 405 to everybody there. Here each is posted to,
empty: whoever may not is refused before anything of the form is read. Words: ``in`` asks to sign in; ``no`` is
Wagtail's way back to the dashboard; ``yes`` leads in; a number is the status. What is posted is undone after each.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.pledges.models import SmallDay
from lms.people.models import Audience
from tests.journeys.test_addresses import ROLES, TABLE, world  # noqa: F401 - a fixture

#: What refuses, and what an address says that is only read.
CLOSED = {"in", "no", "403", "404", "405"}
#: What leads in.
OPEN = {"200", "302"}
DAY = {"title": "스마일데이", "kind": "monthly", "day_of_month": 14, "starts_on": "2026-01-01"}

#: For everybody who signed in: leads on, shows the form again, or says that nothing was in it.
GOES_ON = "in 302 302 302 302 302 302 302"
ALL = "in 200 200 200 200 200 200 200"
EMPTY = "in 400 400 400 400 400 400 400"
#: The learner's own, nobody else's.
OWN = "in 404 404 404 302 404 404 404"
#: HR officers and administrators: done, or the form again.
HR_ACTS = "in in no no in no 302 302"
HR = "in in no no in no 200 200"
#: Trainers too.
STAFF_ACTS = "in in no no in 302 302 302"
#: Who may edit the course, or what a trainer uploaded: the trainer here owns no section, but what is uploaded.
EDITORS = "in in no no in no no 200"
OWNERS = "in in no no in 302 no 302"

#: What an empty form is answered with, wherever somebody gets past the door.
POSTED: dict[str, str] = {
    "people:extend_session": "in 204 204 204 204 204 204 204",
    "notices:mark_all_read": GOES_ON,
    "notices:open_notice": OWN,
    "notices:show_preferences": ALL,
    "notices:renew_key": GOES_ON,
    "notices:unsubscribe": "200 200 200 200 200 200 200 200",
    "notices_staff:test_kind": "in in no no in 302 302 302",
    "notices_staff:send_all_again": HR_ACTS,
    "notices_staff:delivery": HR_ACTS,
    "notices_staff:clear_bounce": HR_ACTS,
    "learning:create_enrolment": GOES_ON,
    "learning:change_trial": "in 404 404 404 404 404 404 302",
    "learning:withdraw_enrolment": OWN,
    "learning:open_lesson": "in 404 404 404 204 404 404 404",
    "learning:save_place": "in 404 404 404 204 404 404 404",
    "learning:complete_lesson": OWN,
    "learning:report_mistake": OWN,
    "learning:play_recording": "in 404 404 404 200 404 404 200",
    "learning:keep_played": EMPTY,
    "quizzes:begin_quiz": GOES_ON,
    "quizzes:save_answers": OWN,
    "quizzes:hand_in_attempt": OWN,
    "scenarios_admin:check_new": "in in no no in no no 400",
    "scenarios_admin:import_new": EDITORS,
    "scenarios_admin:try_new": EDITORS,
    "scenarios_admin:check_draft": "in in no no in no no 400",
    "scenarios_admin:try_path": EDITORS,
    "scenarios_admin:replace_draft": EDITORS,
    "scenarios:begin_scenario": GOES_ON,
    "scenarios:begin_practice": GOES_ON,
    "scenarios:choose_words": GOES_ON,
    "scenarios:give_reply": OWN,
    "scenarios:finish_attempt": OWN,
    "scenarios:practise_reply": OWN,
    "course_runs:add": HR,
    "course_runs:edit": HR,
    "course_runs:delete": "in in no no in no no 302",
    "learning_staff:grant": HR_ACTS,
    "learning_staff:enter_paper": HR,
    "learning_staff:void": HR,
    "learning_staff:answer": HR,
    "recordings_staff:edit": "in in no no in 200 no 200",
    "recordings_staff:delete": OWNERS,
    "recordings_staff:captions": "in in no no in 422 no 422",
    "recordings_staff:publish": OWNERS,
    "recordings_staff:upload_begin": "in in no no in 400 no 400",
    "quizzes_admin:correct_key": EDITORS,
    "people_units:add": HR,
    "people_units:edit": HR,
    "wagtailusers_users:add": HR,
    "wagtailusers_users:edit": HR,
    "broadcasts:keep_listening": EMPTY,
    "broadcasts:play_episode": ALL,
    "broadcasts:enter_roll_call": ALL,
    "broadcasts:confirm_roll_call": GOES_ON,
    "broadcasts_staff:change_lobby": STAFF_ACTS,
    "broadcasts_reach:export": "in in 200 200 in 200 200 200",
    "broadcasts_staff:take_off": "in in no no in no 422 422",
    "broadcasts:send_story": ALL,
    "broadcasts:withdraw_story": OWN,
    "broadcasts_desk:story": "in in no no in 200 no 200",
    "broadcasts_desk:sender": OWNERS,
    "broadcasts_desk:insert_story": OWNERS,
    "pledges:attend_rally": ALL,
    "rally_staff:change_board": HR_ACTS,
    "rally_staff:enter_sheet": HR,
    "reports:export_people": "in in 200 200 in 403 200 200",
    "pledges:sign_campaign": "in 422 422 422 302 422 422 422",
    "pledges:withdraw_pledge": OWN,
    "pledges:mend_promise": OWN,
    "pledges_staff:edit_text": "in in no no in no no 422",
    "pledges_staff:copy_campaign": "in in no no in no no 302",
    "pledges_staff:moderate_promises": STAFF_ACTS,
    "pledges_staff:moderate_promises_results": STAFF_ACTS,
    "pledges:answer_practice": "in 404 404 404 200 404 404 404",
    "pledges:write_unit_promise": "in 403 403 200 403 403 403 403",
    "participation:export": "in in 200 200 in 403 200 200",
}

#: Who opens Wagtail's own screens of our models, by the beginning of the address' name; the longest that fits holds.
ENTERS = "in in yes yes in yes yes yes"
KEEPS = "in in no no in no yes yes"
PLANS = "in in no no in yes yes yes"
KEPT: dict[str, str] = {
    "course_categories:": "in in no no in no no yes",
    "course_listing:choose_parent": ENTERS,
    "course_runs:": KEEPS,
    "episode_listing:choose_parent": ENTERS,
    "people_choose_unit:": ENTERS,
    "people_units:": KEEPS,
    "rallies:": KEEPS,
    "rallies:delete": "in in no no in no no yes",
    "recordings_choose:": ENTERS,
    "recordings_staff:add": "in in no no in yes no yes",
    "wagtailsnippetchoosers_": ENTERS,
    "wagtailsnippets_people_audience:": PLANS,
    "wagtailsnippets_people_audience:delete": KEEPS,
    "wagtailsnippets_pledges_promisetheme:": KEEPS,
    "wagtailsnippets_pledges_smallday:": PLANS,
    "wagtailusers_users:usage": KEEPS,
}


def _screens_of_our_models(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str, bool]]:
    """Addresses whose views are Wagtail's and show a model of ours: name, model, whether it names one row."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _screens_of_our_models(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            model = (getattr(pattern.callback, "view_initkwargs", None) or {}).get("model")
            model = apps.get_model(model) if isinstance(model, str) else model
            ours = ("lms.", "campaigns.")
            if model and model.__module__.startswith(ours) and not view.__module__.startswith(ours):
                yield prefix + pattern.name, model._meta.label, bool(pattern.pattern.converters)


SCREENS = list(_screens_of_our_models(get_resolver()))


def _answer(response) -> str:
    if response.status_code == 302:
        return "in" if response.url.startswith("/accounts/login/") else "no" if response.url == "/admin/" else "302"
    return str(response.status_code)


def _post(client, address: str, **fields: str) -> str:
    with transaction.atomic():
        answer = _answer(client.post(address, fields))
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def browser(client, request, role):
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_write_gets_past_the_door(browser, world, role):  # noqa: F811
    column, wrong = ROLES.index(role), []
    for name, (arguments, _) in TABLE.items():
        got = _post(browser, reverse(name, args=[world[each] for each in arguments.split()]))
        wanted = POSTED[name].split()[column] if name in POSTED else "a closed door"
        if got != wanted and (name in POSTED or got not in CLOSED):
            wrong.append(f"{name}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_wagtails_screens_of_our_models_open_to_whom_they_are_meant(browser, world, role):  # noqa: F811
    Audience.objects.create(name="모두", clauses=[])
    SmallDay.objects.create(**DAY)
    column, wrong = ROLES.index(role), []
    for name, label, names_a_row in SCREENS:
        row = apps.get_model(label)._default_manager.values_list("pk", flat=True).first()
        address = reverse(name, args=[row] if names_a_row else [])
        wanted = KEPT[max((each for each in KEPT if name.startswith(each)), key=len)].split()[column]
        answers = [_answer(browser.get(address)), _post(browser, address, **{"clauses-count": "0"})]
        got = ["yes" if answer in OPEN else answer for answer in answers]
        if got[0] != wanted or got[1] not in {wanted, "405"}:
            wrong.append(f"{name}: {answers}, not {wanted}")
    assert not wrong, "\n".join(wrong)
