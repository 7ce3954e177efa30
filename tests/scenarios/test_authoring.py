"""A scenario in Wagtail's admin: writing, being told what is wrong, trying paths, publishing, files out and in."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Revision
from wagtail.test.utils.form_data import nested_form_data

from lms.scenarios.blocks import scenes_raw
from lms.scenarios.exchange import file_of
from lms.scenarios.forms import MOST_IN_FORM
from lms.scenarios.graph import Graph
from lms.scenarios.models import Scenario, ScenarioVersion
from tests import builders
from tests.scenarios.playground import build_scenario, sample
from tests.scenarios.test_exchange import form_fields

SCENES = Scenario._meta.get_field("scenes").stream_block
PROTOCOL = Scenario._meta.get_field("protocol").stream_block


@pytest.fixture
def course(db):
    return builders.build_course("특이민원 대응 실전", lessons=0)


@pytest.fixture
def section_trainer(trainer, course):
    """The trainer, whose group owns the course."""
    group = Group.objects.create(name="담당")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=course, permission=permission)
    trainer.groups.add(group)
    return trainer


@pytest.fixture
def browser(section_trainer, sign_in, clock):
    return sign_in(section_trainer)


@pytest.fixture
def scenario(course):
    return build_scenario(course)


def page_form(document=None, **more):
    """What the editor sends: every scene folded, as it is before anybody opens one."""
    whole = Graph.read(document or sample())[0].as_document()
    # What cannot be read would be gone: scenes are sent as they were written.
    scenes = SCENES.to_python(scenes_raw((document or sample())["scenes"]))
    SCENES.get_prep_value(scenes)
    start, minima = whole["start"], whole["pass"]
    fields = {
        "title": whole["title"],
        "slug": "new-scenario",
        "summary": "",
        "estimated_minutes": "5",
        "is_required": "on",
        "channel": whole["channel"],
        "citizen": whole["citizen"]["key"],
        "citizen_name": whole["citizen"]["name"],
        "citizen_about": "",
        "situation": whole["situation"],
        "content_notice": "",
        "start_scene": "",
        "protocol-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    fields |= {f"start_{name}": str(start[name]) for name in ("mood", "safety", "procedure", "empathy")}
    fields |= {f"pass_{name}": str(minima[name]) for name in ("safety", "procedure", "empathy")}
    return nested_form_data(fields) | _protocol() | form_fields(SCENES, scenes) | more


def _protocol():
    from lms.scenarios.blocks import protocol_raw

    value = PROTOCOL.to_python(protocol_raw(sample()["protocol"]))
    PROTOCOL.get_prep_value(value)
    sent = {"protocol-count": str(len(value))}
    for number, child in enumerate(value):
        sent |= {
            f"protocol-{number}-deleted": "",
            f"protocol-{number}-order": str(number),
            f"protocol-{number}-type": "step",
            f"protocol-{number}-id": child.id or "",
            f"protocol-{number}-value-key": child.value["key"],
            f"protocol-{number}-value-title": child.value["title"],
            f"protocol-{number}-value-rule": child.value["rule"],
            f"protocol-{number}-value-not_applicable-count": "0",
        }
    return sent


def broken():
    """A reply leads to a scene that does not exist."""
    document = sample()
    document["scenes"][0]["replies"][0]["next"] = ["heated", "lost"]
    return document


def text_of(response):
    """A page of the admin with the errors that it hands to its scripts as JSON."""
    return re.sub(r"\\\\?u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), response.content.decode())


def add_address(course):
    return reverse("wagtailadmin_pages:add", args=["scenarios", "scenario", course.pk])


def edit_address(scenario):
    return reverse("wagtailadmin_pages:edit", args=[scenario.pk])


def address(name, *args):
    return reverse(f"scenarios_admin:{name}", args=args)


class TestWriting:
    def test_a_scenario_is_written_and_published(self, browser, course):
        response = browser.post(add_address(course), page_form() | {"action-publish": "1"})
        assert response.status_code == 302, response.context["form"].errors
        page = Scenario.objects.get(slug="new-scenario")
        assert page.live
        assert ScenarioVersion.objects.filter(scenario_id=page.pk).count() == 1
        assert page.document()["scenes"] == Graph.from_document(sample()).as_document()["scenes"]

    def test_an_error_stops_publishing_and_is_named_with_its_place(self, browser, course):
        response = browser.post(add_address(course), page_form(broken()) | {"action-publish": "1"})
        assert response.status_code == 200
        assert "장면 first · 응대 a: “lost” 장면이 없습니다." in text_of(response)
        assert not Scenario.objects.exists()

    def test_the_same_may_wait_as_a_draft(self, browser, course):
        response = browser.post(add_address(course), page_form(broken()))
        assert response.status_code == 302
        assert not Scenario.objects.get().live

    def test_a_warning_stops_nothing(self, browser, course):
        document = sample()
        document["scenes"][4]["why"] = ""
        response = browser.post(add_address(course), page_form(document) | {"action-publish": "1"})
        assert response.status_code == 302
        assert Scenario.objects.get().live

    def test_a_draft_of_a_live_scenario_may_hold_errors(self, browser, scenario):
        response = browser.post(edit_address(scenario), page_form(broken(), slug=scenario.slug))
        assert response.status_code == 302
        scenario.refresh_from_db()
        assert scenario.has_unpublished_changes
        assert scenario.document()["scenes"][0]["replies"][0]["next"] == ["heated"]

    def test_looking_without_changing_is_no_change(self, browser, scenario):
        """The editor saves by itself; scenes that were only opened, or never, must not make a page unpublished."""
        form_class = Scenario.get_edit_handler().get_form_class()
        page = scenario.get_latest_revision_as_object()
        sent = page_form(slug=scenario.slug) | form_fields(SCENES, page.scenes)
        form = form_class(sent, instance=page, parent_page=scenario.course, for_user=None)
        assert form.is_valid(), form.errors
        assert "scenes" not in form.changed_data
        sent["scenes-0-value-folded"] = sent["scenes-0-value-folded"].replace(json.dumps("첫 마디")[1:-1], "Other")
        other = form_class(sent, instance=page, parent_page=scenario.course, for_user=None)
        assert "scenes" in other.changed_data

    def test_publishing_many_pages_at_once_leaves_out_none_of_the_rules(self, browser, scenario):
        draft = scenario.get_latest_revision_as_object()
        draft.scenes = SCENES.to_python(scenes_raw(broken()["scenes"]))
        draft.save_revision()
        many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = browser.post(f"{many}?id={scenario.pk}&next=/admin/", {"id": scenario.pk}, follow=True)
        assert "아무것도 게시하지 않았습니다" in response.content.decode()
        assert ScenarioVersion.objects.filter(scenario_id=scenario.pk).count() == 1
        above = browser.post(
            f"{many}?id={scenario.course.pk}&next=/admin/",
            {"id": scenario.course.pk, "include_descendants": "on"},
            follow=True,
        )
        assert "아무것도 게시하지 않았습니다" in above.content.decode()

    def test_a_copy_is_a_scenario_of_its_own_with_the_same_keys(self, scenario):
        copy = scenario.copy(update_attrs={"slug": "copy", "title": scenario.title})
        copy.save_revision().publish()
        assert ScenarioVersion.objects.filter(scenario_id=copy.pk).count() == 1
        assert copy.document()["scenes"] == scenario.document()["scenes"]

    @pytest.mark.parametrize("kind", ["scene", "ending"])
    def test_the_block_picker_shows_what_a_scene_is(self, browser, kind):
        block = SCENES.child_blocks[kind]
        page = browser.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        assert page.status_code == 200
        assert "<h3>" in page.content.decode()


class TestBoard:
    def check(self, browser, where, data):
        return browser.post(where, json.dumps(data), content_type="application/json")

    def test_it_judges_what_is_typed_and_keeps_nothing(self, browser, scenario):
        revisions = Revision.objects.count()
        answer = self.check(browser, address("check_draft", scenario.pk), page_form(broken())).json()
        assert answer["errors"] == 1
        assert "“lost” 장면이 없습니다" in answer["html"]
        assert 'data-scenario-place="scenes[0].replies[0].next"' in answer["html"]
        assert answer["html"].count("data-scene=") == 7
        assert Revision.objects.count() == revisions
        assert scenario.get_latest_revision_as_object().document()["scenes"][0]["replies"][0]["next"] == ["heated"]

    def test_a_scenario_that_was_never_saved_has_one_too(self, browser, course):
        answer = self.check(browser, address("check_new", course.pk), page_form()).json()
        assert answer["errors"] == 0
        empty = self.check(browser, address("check_new", course.pk), {"scenes-count": "0"}).json()
        assert "아직 장면이 없습니다" in empty["html"]
        assert not Scenario.objects.exists()

    def test_open_scenes_are_read_like_folded_ones(self, browser, course):
        sent = {
            "start_scene": "",
            "scenes-count": "2",
            **{
                f"scenes-0-{name}": value
                for name, value in {"deleted": "", "order": "0", "type": "scene", "id": ""}.items()
            },
            **{
                f"scenes-1-{name}": value
                for name, value in {"deleted": "1", "order": "1", "type": "scene", "id": ""}.items()
            },
            "scenes-0-value-key": "first",
            "scenes-0-value-title": "첫 마디",
            "scenes-0-value-note": "",
            "scenes-0-value-mood": "",
            "scenes-0-value-clock": "",
            "scenes-0-value-when-count": "0",
            "scenes-0-value-lines-count": "0",
            "scenes-0-value-replies-count": "0",
        }
        html = self.check(browser, address("check_new", course.pk), sent).json()["html"]
        assert 'data-scenario-place="scenes[0].replies"' in html
        assert html.count("data-scene=") == 1

    @pytest.mark.parametrize(
        "body", ["", "[]", "{", '{"scenes-count": "x"}', '{"scenes-count": "3"}', '{"scenes-count": []}']
    )
    def test_what_is_no_form_is_refused(self, browser, scenario, body):
        answer = browser.post(address("check_draft", scenario.pk), body, content_type="application/json")
        assert answer.status_code == 400

    def test_the_map_is_handed_out_as_a_file(self, browser, scenario):
        response = browser.get(address("download_map", scenario.pk))
        assert response["Content-Disposition"] == f'attachment; filename="{scenario.slug}.svg"'
        ElementTree.fromstring(response.content)


class TestSelfTest:
    def test_it_counts_every_path_and_says_how_they_score(self, browser, scenario):
        page = browser.get(address("show_survey", scenario.pk)).content.decode()
        assert "모든 통화를 녹음하는 기관" in page
        assert "녹음을 고지해야 하는 기관" in page
        assert "점수 분포" in page
        assert "end-model" in page

    def test_a_broken_draft_is_told_and_not_counted(self, browser, scenario):
        draft = scenario.get_latest_revision_as_object()
        draft.scenes = SCENES.to_python(scenes_raw(broken()["scenes"]))
        draft.save_revision()
        response = browser.get(address("show_survey", scenario.pk))
        assert response.status_code == 200
        assert "초안에 오류가 1개 있습니다" in response.content.decode()


class TestPreview:
    def test_a_path_is_tried_from_any_scene(self, browser, scenario):
        where = reverse("wagtailadmin_pages:preview_on_edit", args=[scenario.pk])
        browser.post(where, page_form(slug=scenario.slug))
        at_start = browser.get(where).content.decode()
        assert "first · 첫 마디" in at_start
        assert f"{address('try_path', scenario.pk)}?from=close" in at_start
        ended = browser.get(address("try_path", scenario.pk), {"from": "close", "path": "slam"}).content.decode()
        assert "부분 마무리" in ended

    def test_what_is_typed_and_not_saved_can_be_tried(self, browser, course):
        where = reverse("wagtailadmin_pages:preview_on_add", args=["scenarios", "scenario", course.pk])
        assert browser.post(where, page_form()).json()["is_valid"]
        tried = address("try_new", "scenarios", "scenario", course.pk)
        assert tried in browser.get(where).content.decode()
        assert "plate · 욕설" in browser.get(tried, {"from": "first", "path": "b"}).content.decode()
        assert not Scenario.objects.exists()

    def test_a_path_that_leads_nowhere_stops_where_it_can(self, browser, scenario):
        for asked in ({"from": "nowhere"}, {"from": "first", "path": "b,zzz"}, {"path": "," * 500}):
            assert browser.get(address("try_path", scenario.pk), asked).status_code == 200

    def test_an_empty_scenario_can_be_previewed(self, course):
        page = Scenario(title="빈 시나리오", slug="empty", citizen="mr-oh", citizen_name="오○○ 님", situation="상황")
        course.add_child(instance=page)
        seen = page.make_preview_request(preview_mode=page.default_preview_mode).content.decode()
        assert "시작할 장면이 아직 없습니다" in seen


def upload(content, name="scenario.json"):
    return {"file": SimpleUploadedFile(name, content, content_type="application/json")}


class TestFiles:
    def test_what_goes_out_comes_in_as_a_new_draft(self, browser, course, scenario):
        content = browser.get(address("export_scenario", scenario.pk)).content
        response = browser.post(address("import_new", course.pk), upload(content))
        page = Scenario.objects.latest("pk")
        assert response.url == edit_address(page)
        assert not page.live
        assert page.slug != scenario.slug
        assert page.document() | {"slug": ""} == scenario.document() | {"slug": ""}
        assert page.owner.employee_number == "20160005"

    def test_a_file_replaces_the_draft_and_not_what_is_live(self, browser, scenario):
        document = sample() | {"title": "고친 전화"}
        browser.post(address("replace_draft", scenario.pk), upload(file_of(document)))
        scenario.refresh_from_db()
        assert scenario.title == "과태료 전화"
        assert scenario.get_latest_revision_as_object().title == "고친 전화"
        assert scenario.has_unpublished_changes

    @pytest.mark.parametrize(
        "content", [file_of(broken()), b"{", b"x" * (10 * 1024 * 1024)], ids=["unknown", "json", "10 MB"]
    )
    def test_a_bad_file_is_refused_whole(self, browser, course, scenario, content):
        before = (Page.objects.count(), Revision.objects.count())
        for where in (address("import_new", course.pk), address("replace_draft", scenario.pk)):
            page = browser.post(where, upload(content))
            assert page.status_code == 200
            assert "저장한 내용도 없습니다" in page.content.decode()
        assert (Page.objects.count(), Revision.objects.count()) == before

    def test_the_place_in_the_file_is_told(self, browser, course):
        page = browser.post(address("import_new", course.pk), upload(file_of(broken()))).content.decode()
        assert "scenes[0].replies[0].next" in page
        assert "장면 first · 응대 a" in page

    def test_no_file_is_asked_for_in_words(self, browser, course):
        assert "파일을 먼저 골라 주세요" in browser.post(address("import_new", course.pk)).content.decode()

    def test_a_locked_page_is_not_replaced(self, browser, scenario, administrator):
        Scenario.objects.filter(pk=scenario.pk).update(locked=True, locked_by=administrator)
        page = browser.post(address("replace_draft", scenario.pk), upload(file_of(sample())))
        assert "페이지가 잠겨 있습니다" in page.content.decode()


def large(count):
    """A chain of so many scenes with two replies each."""
    document = sample()
    scenes = [
        {
            "key": f"s{number}",
            "title": f"장면 {number}",
            "lines": [{"speaker": "citizen", "text": "여보세요"}],
            "replies": [
                {"key": "a", "text": "네", "next": [f"s{number + 1}"], "reason": "까닭", "safety": 20, "procedure": 20}
                | {"empathy": 20, "is_model": True, "seconds": 5},
                {"key": "b", "text": "음", "next": [f"s{number + 1}", "end"], "reason": "까닭", "seconds": 5},
            ],
        }
        for number in range(count - 1)
    ]
    scenes[-1]["replies"][0]["next"] = ["end"]
    scenes[-1]["replies"][1]["next"] = ["end"]
    end = {"key": "end", "kind": "ending", "ending": "model", "title": "끝", "lines": scenes[0]["lines"]}
    return document | {"scenes": [*scenes, end], "start": {"scene": "s0"}, "protocol": []}


class TestSize:
    def statements(self, browser, where):
        browser.get(where)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(where).status_code == 200
        return len(captured)

    def test_the_editor_asks_as_much_for_sixty_scenes_as_for_seven(self, browser, course, scenario):
        sixty = build_scenario(course, large(60), slug="sixty")
        assert self.statements(browser, edit_address(sixty)) == self.statements(browser, edit_address(scenario))

    def test_a_scenario_too_large_for_the_form_says_so_and_offers_the_file(self, browser, course):
        page = build_scenario(course, large(MOST_IN_FORM + 1), slug="large")
        html = browser.get(edit_address(page)).content.decode()
        assert f"장면이 {MOST_IN_FORM + 1}개 있습니다" in html
        assert address("export_scenario", page.pk) in html
        assert 'name="scenes-count"' not in html

    def test_saving_its_other_fields_leaves_its_scenes(self, browser, course):
        page = build_scenario(course, large(MOST_IN_FORM + 1), slug="large")
        sent = {name: value for name, value in page_form(slug="large").items() if not name.startswith("scenes")}
        assert (
            browser.post(edit_address(page), sent | {"protocol-count": "0", "action-publish": "1"}).status_code == 302
        )
        page.refresh_from_db()
        assert len(page.scenes) == MOST_IN_FORM + 1

    def test_its_board_draws_the_scenes_that_were_not_sent(self, browser, course):
        page = build_scenario(course, large(MOST_IN_FORM + 1), slug="large")
        answer = browser.post(address("check_draft", page.pk), '{"title": "긴 전화"}', content_type="application/json")
        assert answer.json()["html"].count("data-scene=") == MOST_IN_FORM + 1


SCREENS = ["show_survey", "show_played", "download_map", "export_scenario", "replace_draft"]
ROLES = [
    ("anonymous", False),
    ("learner", False),
    ("manager", False),
    ("outsider", False),
    ("trainer", False),
    ("hr_officer", False),
    ("section_trainer", True),
]


@pytest.mark.parametrize(("role", "gets_in"), ROLES)
def test_the_screens_are_for_who_may_edit_the_scenario(request, role, gets_in, scenario, sign_in):
    browser = sign_in(None if role == "anonymous" else request.getfixturevalue(role))
    for name in SCREENS:
        response = browser.get(address(name, scenario.pk))
        assert (response.status_code == 200) is gets_in, (name, response.status_code)
    posted = browser.post(address("check_draft", scenario.pk), "{}", content_type="application/json")
    assert (posted.status_code == 200) is gets_in
    posted = browser.post(address("check_new", scenario.course.pk), "{}", content_type="application/json")
    assert (posted.status_code == 200) is gets_in
    assert (browser.get(address("try_path", scenario.pk)).status_code == 200) is gets_in
    browser.post(address("import_new", scenario.course.pk), upload(file_of(sample())))
    assert (Scenario.objects.count() == 2) is gets_in


def test_the_ways_to_the_screens_are_shown_to_who_may_go_them(browser, scenario):
    html = browser.get(edit_address(scenario)).content.decode()
    for name in ("show_survey", "show_played", "export_scenario", "replace_draft"):
        assert address(name, scenario.pk) in html
    course = browser.get(reverse("wagtailadmin_explore", args=[scenario.course.pk])).content.decode()
    assert address("import_new", scenario.course.pk) in course
