"""친절나무: which branches there are, where leaves stand, what the pages show and cost."""

from __future__ import annotations

import gzip
import random
import re

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.pledges.crown import HEIGHT, WIDTH, leaf_place, skeleton
from campaigns.pledges.drawing import Foliage, draw
from campaigns.pledges.forest import forest_of, newest, picture, version_of
from campaigns.pledges.models import Promise
from campaigns.pledges.tree import TRUNK, Unit, grow, structure_of
from lms.core import shells
from lms.core.groups import SMALLEST_GROUP
from tests.builders import MARCH_5
from tests.pledges.builders import build_campaign, signatures

#: 가온시 with two bureaus; in the first two divisions, the first of which has two teams.
CITY = [
    Unit(1, "/G/", "가온시"),
    Unit(2, "/G/A/", "복지국"),
    Unit(3, "/G/A/X/", "생활보장과"),
    Unit(4, "/G/A/Y/", "노인복지과"),
    Unit(5, "/G/A/X/T/", "생활지원팀"),
    Unit(6, "/G/A/X/U/", "자활팀"),
    Unit(7, "/G/B/", "도시국"),
]


@pytest.mark.parametrize(
    ("counts", "branches"),
    [
        ({}, {TRUNK: 0}),
        ({3: 1}, {TRUNK: 1}),
        # Four alone would be told by what is missing, so nobody gets a branch.
        ({3: 4, 7: 20}, {TRUNK: 24}),
        ({3: 6, 7: 20}, {TRUNK: 0, "/G/A/": 0, "/G/A/X/": 6, "/G/B/": 20}),
        ({3: 5, 4: 3, 2: 2, 7: 9}, {TRUNK: 0, "/G/A/": 5, "/G/A/X/": 5, "/G/B/": 9}),
        ({3: 5, 4: 3, 2: 1, 7: 9}, {TRUNK: 0, "/G/A/": 9, "/G/B/": 9}),
        ({5: 9, 6: 8, 7: 5}, {TRUNK: 0, "/G/A/": 0, "/G/A/X/": 0, "/G/A/X/T/": 9, "/G/A/X/U/": 8, "/G/B/": 5}),
        ({5: 9, 6: 2, 3: 3, 7: 5}, {TRUNK: 0, "/G/A/": 0, "/G/A/X/": 5, "/G/A/X/T/": 9, "/G/B/": 5}),
        # Somebody without a unit, and somebody whose unit is not of this tree, are on the trunk.
        ({None: 3, 99: 4, 7: 6}, {TRUNK: 7, "/G/B/": 6}),
    ],
)
def test_a_unit_below_five_grows_on_the_branch_above(counts, branches):
    growth = grow(CITY, counts)
    assert {path: growth.own[path] for path in growth.home.values()} == branches


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([None, 1, 2, 3, 4, 5, 6, 7]), st.integers(1, 30)))
def test_nothing_tells_of_fewer_than_five_and_no_leaf_is_lost(counts):
    growth = grow(CITY, counts)
    shown = {path for path in growth.home.values() if growth.own[path]}
    whole = sum(counts.values())
    assert sum(growth.own[path] for path in shown) == whole == growth.totals[TRUNK]
    if whole >= SMALLEST_GROUP:
        assert all(growth.own[path] >= SMALLEST_GROUP for path in shown)
    for path in set(growth.home.values()):
        assert growth.totals[path] == growth.own[path] + sum(growth.totals[below] for below in growth.below[path])


def test_a_leaf_keeps_its_place_while_others_sign():
    dice = random.Random(7)
    leaves = {number: dice.choice([3, 4, 5, 7]) for number in range(1, 200)}
    slots = skeleton(TRUNK, structure_of(CITY))

    def places(until):
        counts: dict[int | None, int] = {}
        for number in range(1, until):
            counts[leaves[number]] = counts.get(leaves[number], 0) + 1
        growth = grow(CITY, counts)
        homes = {number: growth.within(TRUNK, growth.branch_of(leaves[number]), 2) for number in range(1, until)}
        return {number: (home, leaf_place(slots[home], number)) for number, home in homes.items()}

    before, after = places(120), places(200)
    same = [number for number, (home, _place) in before.items() if after[number][0] == home]
    assert len(same) == 119
    assert all(before[number] == after[number] for number in same)


def test_every_place_is_within_the_picture():
    slots = skeleton(TRUNK, structure_of(CITY))
    for slot in slots.values():
        for number in range(1, 400):
            place = leaf_place(slot, number)
            assert 0 < place.x < WIDTH
            assert 0 < place.y < HEIGHT


def test_names_cannot_break_the_picture():
    slots = skeleton(TRUNK, structure_of(CITY))
    svg = draw(slots, {"/G/B/": Foliage(9, label='<b>"&뷁', total=9)}, title="<x>", labels=["/G/B/"])
    assert "<b>" not in svg
    assert "&lt;b&gt;&quot;&amp;뷁" in svg


@pytest.mark.parametrize(("leaves", "new"), [(0, 0), (1, 1), (7, 1), (40, 10), (20_000, 12)])
def test_the_newest_are_never_most_of_the_leaves(leaves, new):
    assert newest(leaves) == new


@pytest.mark.django_db
def test_twenty_thousand_leaves_weigh_less_than_100_kilobytes(city):
    campaign = build_campaign()
    units = [city.livelihood, city.building, city.talent, city.support]
    signatures(campaign, [units[number % 4] for number in range(20_000)])
    svg = picture(campaign, forest_of(campaign, version_of(campaign.pk, at=MARCH_5)))
    assert len(gzip.compress(svg.encode())) < 100_000
    assert "20,000" in svg


@pytest.fixture
def planted(city):
    """Twelve leaves of 생활보장과, three of its team, seven of 건축과; three with words of which one waits."""
    campaign = build_campaign()
    units = [city.livelihood] * 12 + [city.support] * 3 + [city.building] * 7
    signatures(campaign, units, words=["민원인의 말을 끝까지 듣겠습니다.", "친절교육을 잊지 않겠습니다."])
    signatures(campaign, [city.building], words=["아직 <b>읽지</b> 않은 말"], state=Promise.State.WAITING)
    return campaign


@pytest.mark.django_db
def test_the_page_says_in_words_what_the_picture_shows(planted, learner, sign_in, clock):
    page = sign_in(learner).get("/campaigns/kindness-2026/tree/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("</svg>") :]))
    assert "복지국 15" in text
    assert "도시국 8" in text
    assert "생활지원팀" not in page
    assert "끝까지 듣겠습니다" in text
    assert "읽지" not in page


@pytest.mark.django_db
def test_a_branch_opens_with_its_words_and_a_small_unit_leads_to_the_one_above(planted, city, learner, sign_in, clock):
    client = sign_in(learner)
    branch = f"/campaigns/kindness-2026/tree/{city.livelihood.pk}/"
    assert "끝까지 듣겠습니다" in client.get(branch).content.decode()
    assert client.get(f"/campaigns/kindness-2026/tree/{city.support.pk}/").headers["Location"] == branch
    assert client.get("/campaigns/kindness-2026/tree/999999/").status_code == 404
    assert client.get("/campaigns/nothing/tree/").status_code == 404


@pytest.mark.django_db
def test_search_finds_parts_of_words_and_rings_their_leaves(planted, learner, sign_in, clock):
    client = sign_in(learner)
    page = client.get("/campaigns/kindness-2026/tree/", {"q": "교육"}).content.decode()
    assert page.count("tree__mark--found") == 1
    assert "친절교육을" in page
    assert "끝까지" not in page
    for query in ("읽지", "<b>", "뷁똠", "%"):
        assert "tree__mark--found" not in client.get("/campaigns/kindness-2026/tree/", {"q": query}).content.decode()


@pytest.mark.django_db
def test_a_page_that_cannot_be_meant_is_the_first_one_and_is_kept_once(planted, learner, sign_in, clock, monkeypatch):
    kept, client, keep = set(), sign_in(learner), shells.kept_shell

    def keep_and_note(key, stamp, draw):
        kept.add(key)
        return keep(key, stamp, draw)

    monkeypatch.setattr(shells, "kept_shell", keep_and_note)
    for number in ("", "1", "001", "١", "²", "-1", "뷁", "1000", "9" * 5000):
        assert client.get("/campaigns/kindness-2026/tree/", {"page": number}).status_code == 200
    assert kept == {f"tree:{planted.pk}:{TRUNK}:1"}
    client.get("/campaigns/kindness-2026/tree/", {"page": "02"})
    assert kept == {f"tree:{planted.pk}:{TRUNK}:{number}" for number in (1, 2)}


@pytest.mark.django_db
def test_my_leaf_is_ringed_for_me_alone(planted, city, learner, outsider, sign_in, clock):
    signatures(planted, [city.livelihood], people=[learner])
    clock.advance(seconds=1)
    address = "/campaigns/kindness-2026/tree/"
    assert "tree__mark--mine" in sign_in(learner).get(address).content.decode()
    assert "tree__mark--mine" not in sign_in(outsider).get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/campaigns/kindness-2026/tree/", "/campaigns/kindness-2026/"])
def test_the_tree_and_its_campaign_cost_the_same_however_many_signed(address, planted, city, learner, sign_in, clock):
    from django.db import connection

    client = sign_in(learner)

    def statements():
        clock.advance(minutes=10)
        with CaptureQueriesContext(connection) as fresh:
            client.get(address)
        with CaptureQueriesContext(connection) as again:
            client.get(address)
        return len(fresh), len(again)

    client.get(address)
    few = statements()
    signatures(planted, [city.livelihood, city.building, city.talent] * 200, words=["인사하겠습니다."] * 100)
    many = statements()
    # New leaves mean a new picture; after that there is nothing to draw.
    assert many[0] <= few[0] + 9
    assert many[1] <= few[1]
